package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.LastOwner;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.stream.StreamEntry;
import io.gatefarm.redis.testing.TestGateway;
import io.gatefarm.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Consumers of one partition without threads of their own: the test is reader, handler and lease keeper. */
final class PartitionConsumerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisSource source = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
    private FarmRedis redis;
    private TestGateway gateway;
    private WorkContext context;
    private String client = "";
    private List<StreamEntry> entries = List.of();

    private final List<OpenEvent> started = new CopyOnWriteArrayList<>();
    private volatile Handling handling;
    private volatile Consumer<OpenEvent> whenStarted = event -> {};
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<ClientEvent> givenUp = new ArrayList<>();
    private final Dispatch dispatch = new Dispatch() {
        @Override
        public void start(Handling handling, OpenEvent event) {
            PartitionConsumerTest.this.handling = handling;
            started.add(event);
            whenStarted.accept(event);
        }

        @Override
        public void giveUp(ClientEvent event) {
            givenUp.add(event);
            var counted = registry.get("gatefarm.worker.events").tag("outcome", "given_up");
            assertThat(counted.counters().stream().mapToDouble(Counter::count).sum())
                    .isEqualTo(givenUp.size()); // whatever comes of telling
        }

        @Override
        public void refused() {}
    };

    @BeforeEach
    void fourEvents() {
        redis = FarmRedis.open(RedisConfig.of(source.uri()), "consumer-" + ClientIds.randomName(new SecureRandom()));
        gateway = new TestGateway(redis);
        context = new WorkContext(
                "w1",
                redis.inbound(),
                redis.partitionLeases(),
                WorkLimits.DEFAULTS,
                System::nanoTime,
                new WorkerMetrics(registry));
        client = gateway.connect();
        gateway.receive(client, "1", "2", "3");
        var reader = redis.inbound().reader(() -> {});
        entries = reader.read(Map.of(partition(), "0-0"), 10, Duration.ofSeconds(1));
        assertThat(entries).hasSize(4);
    }

    @AfterEach
    void close() {
        gateway.close();
        redis.close();
        source.close();
    }

    private int partition() {
        return ClientIds.partitionOf(client);
    }

    private PartitionLease acquire() {
        return RedisFailures.await(context.leases().acquire(partition(), "w1", PATIENCE, ""), PATIENCE)
                .orElseThrow();
    }

    private PartitionConsumer consumer(PartitionMemory memory, PartitionLease lease, Careful careful) {
        return new PartitionConsumer(lease, "", memory, careful, context, dispatch);
    }

    private static Careful careful(int crashes, String tried, String lastId) {
        return new Careful(new LastOwner(LastOwner.End.VANISHED, crashes, tried, lastId), true);
    }

    private List<String> begun() {
        return started.stream().map(OpenEvent::entryId).toList();
    }

    private List<String> ids(int... indexes) {
        List<String> ids = new ArrayList<>();
        for (int i : indexes) {
            ids.add(entries.get(i).id());
        }
        return ids;
    }

    private void awaitBegun(int... indexes) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(begun()).isEqualTo(ids(indexes)));
    }

    private void handle(int index) {
        OpenEvent event = started.get(index);
        assertThat(handling.begin(event)).isPresent();
        handling.finish(event, Optional.empty());
    }

    @Test
    void take_afterThePartitionWasTakenAgain_skipsTheFinishedAndGoesOnWithTheRunning() {
        var memory = new PartitionMemory();
        var calm = new Careful(LastOwner.NONE, false);
        var first = consumer(memory, acquire(), calm);
        entries.forEach(first::take);
        assertThat(begun()).isEqualTo(ids(0, 1, 2, 3));
        handle(0);
        OpenEvent running = started.get(1);
        assertThat(handling.begin(running))
                .hasValueSatisfying(
                        delivery -> assertThat(delivery.redelivered()).isFalse());
        OpenEvent waiting = started.get(2);

        first.fence();
        memory.taken(acquire(), true, true, 0);
        var second = consumer(memory, acquire(), new Careful(LastOwner.NONE, false));
        assertThat(handling.begin(waiting)).as("not under the old taking").isEmpty();
        started.clear();
        entries.forEach(second::take);

        assertThat(begun()).as("0 is finished, 1 runs").isEqualTo(ids(2, 3));
        handling.finish(running, Optional.empty());
        assertThat(second.openEvents()).isEqualTo(2);
        assertThat(handling.begin(started.get(0)))
                .as("it had only waited")
                .hasValueSatisfying(
                        delivery -> assertThat(delivery.redelivered()).isFalse());
    }

    @Test
    void finish_failedUnderATakingThatIsOver_isHandledAgainAndMarked() {
        var memory = new PartitionMemory();
        var first = consumer(memory, acquire(), new Careful(LastOwner.NONE, false));
        first.take(entries.get(0));
        OpenEvent event = started.get(0);
        assertThat(handling.begin(event)).isPresent();
        first.fence();
        handling.finish(event, Optional.of("no disk"));

        var second = consumer(memory, acquire(), new Careful(LastOwner.NONE, false));
        started.clear();
        second.take(entries.get(0));
        assertThat(handling.begin(started.get(0)))
                .hasValueSatisfying(
                        delivery -> assertThat(delivery.redelivered()).isTrue());
    }

    @Test
    void take_careful_startsOneAtATimeOnceRedisKnowsItAndEndsBehindWhatLayThere() {
        var consumer = consumer(
                new PartitionMemory(), acquire(), careful(2, "", entries.get(1).id()));
        entries.forEach(consumer::take);

        awaitBegun(0);
        assertThat(consumer.isCareful()).isTrue();
        handle(0);
        awaitBegun(0, 1);
        handle(1);
        awaitBegun(0, 1, 2, 3);
        assertThat(consumer.isCareful()).isFalse();
        assertThat(givenUp).isEmpty();
    }

    @Test
    void finish_carefulEnds_handsOverWhatWaitedBeforeWhatIsReadMeanwhile() throws InterruptedException {
        var consumer = consumer(
                new PartitionMemory(), acquire(), careful(2, "", entries.get(0).id()));
        entries.subList(0, 3).forEach(consumer::take);
        awaitBegun(0);
        var reader = new Thread(() -> consumer.take(entries.get(3)));
        whenStarted = event -> {
            if (event.entryId().equals(entries.get(1).id())) {
                reader.start();
                Awaitility.await().until(() -> reader.getState() != Thread.State.RUNNABLE);
            }
        };

        handle(0);
        reader.join();

        assertThat(begun()).isEqualTo(ids(0, 1, 2, 3));
    }

    @Test
    void take_theOneThatWasTriedAtTheThirdCrash_isBuriedAndNoOther() {
        var consumer = consumer(
                new PartitionMemory(),
                acquire(),
                careful(3, entries.get(1).id(), entries.get(1).id()));
        entries.forEach(consumer::take);

        awaitBegun(0);
        handle(0);
        awaitBegun(0, 2, 3);
        assertThat(givenUp).containsExactly(entries.get(1).event());
    }
}

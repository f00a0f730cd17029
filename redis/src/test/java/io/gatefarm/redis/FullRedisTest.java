package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.commitAt;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayBeat;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.Commit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At maxmemory nothing new is taken, but what is there is worked off, whoever starts or stops meanwhile. */
@Timeout(30)
class FullRedisTest {
    /** More than a stream's node holds, for Redis trims whole nodes. */
    private static final int EVENTS = 300;

    private static final int PARTITION = 1;

    private static LocalRedis server;
    private static RedisClient plainClient;
    private static RedisCommands<String, String> plain;

    private final String client = Stream.generate(new ClientIds(8, new SecureRandom())::next)
            .filter(id -> ClientIds.partitionOf(id) == PARTITION)
            .findFirst()
            .orElseThrow();
    private FarmRedis redis;
    private GatewayLeases gateways;
    private PartitionLeases partitions;
    private PartitionLease lease;

    @BeforeAll
    static void start() {
        server = LocalRedis.start();
        plainClient = RedisClient.create(server.uri());
        plain = plainClient.connect().sync();
    }

    @AfterAll
    static void stop() {
        plainClient.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        server.close();
    }

    @BeforeEach
    void aBacklogAndNoMemoryLeft() {
        plain.flushall();
        redis = FarmRedis.open(RedisConfig.of(server.uri()), "full");
        gateways = redis.gatewayLeases();
        partitions = redis.partitionLeases();
        redis.partitions(8);
        get(gateways.register("gw1", LEASE, "instance", "host", 8));
        List<ClientEvent> events = new ArrayList<>();
        events.add(opened(client, "gw1"));
        while (events.size() < EVENTS) {
            events.add(received(client, "gw1", "text"));
        }
        get(append(1, events));
        lease = get(partitions.acquire(PARTITION, "w1", LEASE, "")).orElseThrow();
        plain.configSet("maxmemory", "1");
    }

    @AfterEach
    void memoryIsBack() {
        plain.configSet("maxmemory", "0");
        redis.close();
    }

    private CompletableFuture<AppendReply> append(long sequence, List<ClientEvent> events) {
        return redis.inbound().append(new AppendBatch("gw1", PARTITION, sequence, 1, 2 * EVENTS, events));
    }

    private StreamMessage<String, String> last() {
        return plain.xrevrange(redis.keys().in(PARTITION), Range.unbounded()).get(0);
    }

    @Test
    void append_full_isRefusedUntilThereIsMemory() {
        List<ClientEvent> more = List.of(received(client, "gw1", "more"));

        assertThatThrownBy(() -> get(append(EVENTS + 1, more)))
                .isInstanceOf(RedisRefusedException.class)
                .hasMessageContaining("OOM");

        plain.configSet("maxmemory", "0");
        assertThat(get(append(EVENTS + 1, more)).status()).isEqualTo(AppendReply.Status.OK);
    }

    @Test
    void commit_full_isStoredAndTrims() {
        var commit = commitAt(lease, "w1", last(), EVENTS);

        assertThat(get(redis.inbound().commit(commit))).isEqualTo(Commit.Outcome.STORED);

        assertThat(plain.xlen(redis.keys().in(PARTITION))).isLessThan(EVENTS);
        assertThat(plain.hget(redis.keys().partition(PARTITION), "read")).isEqualTo(Integer.toString(EVENTS));
        plain.configSet("maxmemory", "0");
        var reply = get(append(EVENTS + 1, List.of(received(client, "gw1", "more"))));
        assertThat(reply.status()).isEqualTo(AppendReply.Status.OK);
        assertThat(reply.lag()).isEqualTo(1);
    }

    @Test
    void bury_full_isStored() {
        var buried = last();

        assertThat(get(redis.inbound().bury(commitAt(lease, "w1", buried, EVENTS), buried.getId(), "fails", 3)))
                .isEqualTo(Commit.Outcome.STORED);

        assertThat(plain.xlen(redis.keys().deadLetters())).isEqualTo(1);
    }

    @Test
    void partitionLeases_full_areRenewedReleasedAndTaken() {
        assertThat(get(partitions.renew("w1", LEASE, WorkerCounts.NONE, Map.of(PARTITION, lease.epoch())))
                        .lost())
                .isEmpty();
        assertThat(get(partitions.workerLeaseEnds())).containsOnlyKeys("w1");
        assertThat(get(partitions.release(PARTITION, "w1", lease.epoch()))).isTrue();
        assertThat(get(partitions.acquire(PARTITION, "w2", LEASE, ""))).isPresent();
    }

    @Test
    void worker_full_canStart() {
        try (var another = FarmRedis.open(RedisConfig.of(server.uri()), "full")) {
            assertThat(another.partitions(0)).isEqualTo(8);
        }
        get(partitions.describe("w2", Map.of("name", "worker", "host", "host-2")));

        assertThat(plain.hgetall(redis.keys().worker("w2"))).isEqualTo(Map.of("name", "worker", "host", "host-2"));
    }

    @Test
    void gatewayLease_full_isRenewedUntilItDrains() {
        assertThat(get(gateways.beat("gw1", LEASE, GatewayCounts.NONE)).status())
                .isEqualTo(GatewayBeat.Status.OK);
        assertThat(get(gateways.drain("gw1"))).isTrue();
    }

    @Test
    void deadGateway_full_isSwept() {
        assertThat(get(gateways.lockSweep("w1", LEASE))).isTrue();
        assertThat(get(gateways.declareDead("gw1", ""))).isTrue();
        assertThat(get(gateways.sweep("gw1", 100))).isZero();

        assertThat(last().getBody().get("header")).contains("\"event\":\"close\"");
        assertThat(get(redis.directory().countClients())).isZero();
    }
}

package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import io.gatefarm.redis.key.ClientIds;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis of its own that loses data under a worker. */
final class RedisLossTest {
    private final LocalRedis server = LocalRedis.start(LocalRedisConfig.DEFAULTS);
    private final Farm farm = new Farm();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final DeliveredEvents events = new DeliveredEvents() {
        @Override
        void received(Client client, String text) throws Exception {
            noteKey(client);
            if (text.equals("slow")) {
                running.countDown();
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    };

    @BeforeEach
    void open() {
        farm.open(server.uri());
    }

    @AfterEach
    void close() {
        farm.close();
        server.close();
    }

    private Object call(String... command) {
        return farm.raw().call(command);
    }

    /** A client with a handler that runs and an event that waits behind it; the one before is committed. */
    private String busyClient() throws Exception {
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "1");
        events.await(client, "1");
        farm.gateway().receive(client, "slow", "2");
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        return client;
    }

    private void registerAgain() {
        await().ignoreException(RedisUnavailableException.class).until(() -> {
            farm.gateway().register();
            return true;
        });
    }

    private void assertNothingOpen(String client) {
        int partition = ClientIds.partitionOf(client);
        await().untilAsserted(() -> {
            assertThat(farm.unfinished(partition)).isEmpty();
            assertThat(farm.position(partition)).isEqualTo(lastId(partition));
        });
    }

    private String lastId(int partition) {
        List<?> last = (List<?>) call("XREVRANGE", farm.keys().in(partition), "+", "-", "COUNT", "1");
        return ((List<?>) last.get(0)).get(0).toString();
    }

    @Test
    void redis_losesAllUnderARunningHandler_whatGatewaysAppendAgainIsNotHandledTwice() throws Exception {
        String client = busyClient();

        call("FLUSHALL");
        registerAgain();
        farm.gateway().receive(client, "3"); // and all before it, since Redis answers GAP
        goOn.countDown();

        events.await(client, "3");
        assertThat(events.of(client)).containsExactly("connect", "1", "slow", "2", "3");
        assertThat(events.keys(client)).hasSize(5).noneMatch(key -> key.endsWith("*"));
        assertNothingOpen(client);
    }

    @Test
    void redis_losesAllAndTheConnections_partitionsAreTakenAgainAndNothingIsHandledTwice() throws Exception {
        String client = busyClient();

        call("FLUSHALL");
        call("CLIENT", "KILL", "TYPE", "normal");
        registerAgain();
        farm.gateway().receive(client, "3");
        goOn.countDown();

        events.await(client, "3");
        assertThat(events.of(client)).containsExactly("connect", "1", "slow", "2", "3");
        assertNothingOpen(client);
    }

    @Test
    void redis_goesBackToAnOlderStateWithItsIdsReused_everyEventIsHandledOnce() throws Exception {
        farm.start(events);
        String client = farm.gateway().connect();
        int partition = ClientIds.partitionOf(client);
        String neighbour = farm.gateway().connectBeside(client);
        farm.gateway().receive(client, "1");
        events.await(client, "1");
        assertNothingOpen(client);
        List<String> keys = List.of(
                farm.keys().in(partition),
                farm.keys().partition(partition),
                farm.keys().appended(farm.gateway().id()));
        keys.forEach(key -> call("COPY", key, key + ":then"));

        farm.gateway().receive(client, "slow", "2");
        farm.gateway().receive(neighbour, "n");
        events.await(neighbour, "n");
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        String newest = lastId(partition);

        // an older master: the next id is taken by another event than before
        keys.forEach(key -> call("COPY", key + ":then", key, "REPLACE"));
        call("CLIENT", "KILL", "TYPE", "normal");
        String in = farm.keys().in(partition);
        call("XADD", in, newest, "origin", "other:" + partition + ":1", "header", header(client), "data", "");
        call("HINCRBY", farm.keys().partition(partition), "appended", "1");
        farm.gateway().receive(client, "3"); // and what was lost
        goOn.countDown();

        events.await(client, "3");
        assertThat(events.of(client))
                .filteredOn(what -> !what.isEmpty())
                .containsExactly("connect", "1", "slow", "2", "3");
        assertThat(events.of(neighbour)).containsExactly("connect", "n");
        assertNothingOpen(client);
    }

    private static String header(String client) {
        return "{\"event\":\"message\",\"client\":\"" + client + "\",\"gateway\":\"other\",\"time\":1}";
    }

    @Test
    void commit_ofAnEntryThatRedisHasLost_partitionIsTakenAgainAndWorkGoesOn() throws Exception {
        farm.start(events);
        String client = farm.gateway().connect();
        int partition = ClientIds.partitionOf(client);
        farm.gateway().receive(client, "slow");
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        String epoch = farm.raw().text("HGET", farm.keys().partition(partition), "epoch");

        call("XDEL", farm.keys().in(partition), lastId(partition));
        goOn.countDown();
        await().until(() -> !farm.raw()
                .text("HGET", farm.keys().partition(partition), "epoch")
                .equals(epoch));
        farm.gateway().receive(client, "after");

        assertThat(events.await(client, "after")).containsExactly("connect", "slow", "after");
        assertNothingOpen(client);
    }

    @Test
    void event_appendedAgainAndNotHandledHere_isMarked() {
        farm.start(events);
        String client = farm.gateway().connect();
        events.await(client, "connect");
        int partition = ClientIds.partitionOf(client);
        String header = header(client).replace("}", ",\"again\":true}");
        call("XADD", farm.keys().in(partition), "*", "origin", "old:1:7", "header", header, "data", "lost once");

        events.await(client, "lost once");
        assertThat(events.keys(client)).containsExactly(client + "/open", "old:1:7*");
    }
}

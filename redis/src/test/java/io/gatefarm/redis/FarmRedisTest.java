package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.commitAt;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.stream.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FarmRedisTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    // ---- partitions

    @Test
    void partitions_nothingSetAndNothingWanted_isTheDefault() {
        assertThat(farm.redis().partitions(0)).isEqualTo(FarmRedis.DEFAULT_PARTITIONS);
        assertThat(farm.plain().hget(farm.keys().meta(), "partitions")).isEqualTo("8");
    }

    @Test
    void partitions_firstProcess_setsItForAll() {
        assertThat(farm.redis().partitions(32)).isEqualTo(32);
        assertThat(farm.redis().partitions(0)).isEqualTo(32);
        assertThat(farm.redis().partitions(32)).isEqualTo(32);
    }

    @Test
    void partitions_anotherNumberIsSet_isRefusedWithBoth() {
        farm.redis().partitions(16);

        assertThatThrownBy(() -> farm.redis().partitions(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partitions is 4 but app " + farm.keys().app() + " was set up with 16 (HGET "
                        + farm.keys().meta() + " partitions)");
        assertThat(farm.redis().partitions(0)).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1025})
    void partitions_outOfRange_areRefusedWithTheNumber(int wanted) {
        assertThatThrownBy(() -> farm.redis().partitions(wanted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("partitions must be 1 to 1024 (or 0 for what is set) but is " + wanted);
        assertThat(farm.plain().exists(farm.keys().meta())).isZero();
    }

    // ---- life

    @Test
    void open_badAppName_isRefusedWithTheName() {
        assertThatThrownBy(() -> FarmRedis.open(farm.config(), "a b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a b\"");
    }

    @Test
    void close_twice_isHarmlessAndCallsFailAfterIt() {
        var redis = FarmRedis.open(farm.config(), "closing");
        var directory = redis.directory();
        var leases = redis.partitionLeases();

        redis.close();
        redis.close();

        assertThatThrownBy(() -> get(directory.countClients())).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> get(leases.renew("w1", TestFarm.LEASE, WorkerCounts.NONE, Map.of())))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void apps_onOneRedis_doNotSeeEachOther() {
        farm.register("gw1");
        farm.open("gw1", 1);

        try (var other = FarmRedis.open(farm.config(), farm.keys().app() + "-2")) {
            assertThat(get(other.directory().countClients())).isZero();
            assertThat(get(other.gatewayLeases().leaseEnds())).isEmpty();
        }
    }

    // ---- from the first open to an orderly stop

    @Test
    void wholeFarm_afterAnOrderlyStop_leavesOnlyTheStandingKeys() {
        farm.register("gw1", "gw2");
        List<String> clients = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            for (String gateway : List.of("gw1", "gw2")) {
                String client = farm.open(gateway, p);
                get(farm.directory().joinGroup(client, "room"));
                get(farm.directory().bindUid(client, "u" + p));
                get(farm.directory().writeSession(client, 0, "{\"p\":" + p + "}"));
                farm.tell(received(client, gateway, "hi"));
                clients.add(client);
            }
        }
        // gw1 closes its clients and signs off, gw2 is lost
        clients.stream()
                .filter(client -> clients.indexOf(client) % 2 == 0)
                .forEach(client -> farm.tell(closed(client, "gw1")));
        farm.loseGateway("gw1");
        farm.loseGateway("gw2");

        for (int p = 0; p < 4; p++) {
            finish(p);
        }
        get(farm.partitions().forget(Set.of("w1")));

        assertThat(get(farm.directory().countClients())).isZero();
        for (String gateway : List.of("gw1", "gw2")) {
            assertThat(farm.plain().ttl(farm.keys().gateway(gateway))).isBetween(1L, 3_600L);
            farm.plain().del(farm.keys().gateway(gateway));
        }
        assertThat(farm.keyNames())
                .containsExactly(
                        "cell",
                        "in:0",
                        "in:1",
                        "in:2",
                        "in:3",
                        "partition:0",
                        "partition:1",
                        "partition:2",
                        "partition:3");
    }

    /** What the last worker does: commits all of a partition and gives it back. */
    private static void finish(int partition) {
        var lease = farm.acquire(partition, "w1");
        assertThat(get(farm.partitions()
                                .renew("w1", TestFarm.LEASE, WorkerCounts.NONE, Map.of(partition, lease.epoch())))
                        .lost())
                .isEmpty();
        var entries = farm.entries(partition);
        assertThat(entries).hasSize(6);
        var closed = entries.stream()
                .filter(entry -> entry.getBody().getOrDefault("header", "").contains("\"close\""))
                .map(entry -> entry.getBody().getOrDefault("header", "").replaceAll(".*\"client\":\"(\\w+)\".*", "$1"))
                .collect(Collectors.toList());
        assertThat(closed).hasSize(2);
        var last = entries.get(entries.size() - 1);
        var commit = commitAt(lease, "w1", last, lease.read() + entries.size(), List.of(), closed);
        assertThat(get(farm.inbound().commit(commit))).isEqualTo(Commit.Outcome.STORED);
        assertThat(get(farm.partitions().release(partition, "w1", lease.epoch())))
                .isTrue();
        assertThat(farm.plain().hmget(farm.keys().partition(partition), "appended", "read"))
                .extracting(field -> field.getValueOrElse(""))
                .containsExactly("6", "6");
    }
}

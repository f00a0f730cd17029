package io.gatefarm.redis.overview;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.WorkerCounts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class FarmOverviewTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static FarmReading read() {
        return get(farm.redis().overview().read());
    }

    @Test
    void read_farmNeverStarted_isEmptyAndWritesNothing() {
        FarmReading reading = read();

        assertThat(reading.clients()).isZero();
        assertThat(reading.gateways()).isEmpty();
        assertThat(reading.workers()).isEmpty();
        assertThat(reading.partitions()).isEmpty();
        assertThat(farm.keyNames()).isEmpty();
    }

    @Test
    void read_gatewaysAndClients_areCounted() {
        farm.register("gw1", "gw2");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));
        get(farm.directory().bindUid(client, "u1"));
        var counts = new GatewayCounts(1, 3, 2, 100, 6_400, 200, 13_000);
        get(farm.gateways().beat("gw1", LEASE, counts));
        get(farm.gateways().drain("gw2"));
        farm.plain().xadd(farm.keys().deadLetters(), Map.of("origin", "x"));

        FarmReading reading = read();

        assertThat(List.of(reading.clients(), reading.groups(), reading.uids(), reading.deadLetters()))
                .containsExactly(1L, 1L, 1L, 1L);
        assertThat(reading.gateways()).extracting(GatewayReading::id).containsExactly("gw1", "gw2");
        assertThat(reading.gateways()).extracting(GatewayReading::state).containsExactly("up", "drain");
        assertThat(reading.gateways().get(0).counts()).isEqualTo(counts);
        assertThat(reading.gateways().get(0).host()).isEqualTo("host");
        assertThat(reading.gateways().get(0).leaseEndMs() - reading.timeMs())
                .isBetween(LEASE.toMillis() - 5_000, LEASE.toMillis());
    }

    @Test
    void read_gatewayBeingSwept_isDead() {
        farm.register("gw1");
        farm.open("gw1", 1);
        get(farm.gateways().declareDead("gw1", ""));

        assertThat(read().gateways()).extracting(GatewayReading::state).containsExactly("dead");
        assertThat(get(farm.redis().overview().isGatewayAlive("gw1"))).isFalse();
    }

    @Test
    void read_workerAndItsPartition_tellLagAndOwner() {
        farm.register("gw1");
        farm.redis().partitions(4);
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));
        get(farm.partitions().describe("w1", Map.of("name", "w", "host", "h", "pid", "7", "started", "then")));
        get(farm.partitions().renew("w1", LEASE, new WorkerCounts(9, 1), Map.of()));
        var lease = farm.acquire(1, "w1");
        var entries = farm.entries(1);
        get(farm.inbound()
                .commit(TestFarm.commitAt(
                        lease, "w1", entries.get(1), 2, List.of(entries.get(0).getId()), List.of())));

        FarmReading reading = read();

        assertThat(reading.partitions())
                .contains(new PartitionReading(0, "", 0, 0), new PartitionReading(1, "w1", 1, 1))
                .hasSize(4);
        long leaseEnd = reading.workers().get(0).leaseEndMs();
        assertThat(reading.workers())
                .containsExactly(new WorkerReading("w1", "w", "h", "7", "then", leaseEnd, new WorkerCounts(9, 1)));
        assertThat(leaseEnd).isGreaterThan(reading.timeMs());
    }

    @Test
    void read_leaseOfAKilledWorkerRunOut_thePartitionHasNoOwner() {
        farm.redis().partitions(4);
        farm.acquire(1, "w1");
        farm.plain().hset(farm.keys().partition(1), "until", "1");

        assertThat(read().partitions()).extracting(PartitionReading::owner).containsOnly("");
    }

    @Test
    void read_workerOnItsWayOut_isThereWhileItOwnsAPartition() {
        farm.redis().partitions(4);
        get(farm.partitions().describe("w1", Map.of("name", "w")));
        var lease = farm.acquire(1, "w1");
        get(farm.partitions().renewLeaving("w1", LEASE, WorkerCounts.NONE, Map.of(1, lease.epoch())));

        assertThat(read().workers()).extracting(WorkerReading::leaseEndMs).containsExactly(0L);
        assertThat(get(farm.redis().overview().isWorkerKnown("w1"))).isTrue();

        get(farm.partitions().release(1, "w1", lease.epoch()));
        get(farm.partitions().forget(Set.of("w1")));

        assertThat(read().workers()).isEmpty();
        assertThat(get(farm.redis().overview().isWorkerKnown("w1"))).isFalse();
    }

    @Test
    void clients_someGone_areToldWithoutThem() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "b"));
        get(farm.directory().joinGroup(client, "a: {x}"));
        get(farm.directory().bindUid(client, "u1"));

        assertThat(get(farm.redis().overview().clients(List.of(farm.newClient(1), client))))
                .containsExactly(new ClientReading(
                        client, "u1", "gw1", "127.0.0.1:40000", 1_795_329_810_123L, List.of("a: {x}", "b")));
    }

    @Test
    void clientIdsOfGateway_many_comeInPages() {
        farm.register("gw1");
        for (int i = 0; i < 700; i++) {
            farm.open("gw1", 1);
        }

        var first = get(farm.redis().overview().clientIdsOfGateway("gw1", "", 400));
        var second = get(farm.redis().overview().clientIdsOfGateway("gw1", first.next(), 1_000));

        assertThat(first.names().size()).isBetween(300, 500);
        assertThat(first.names().size() + second.names().size()).isEqualTo(700);
        assertThat(second.next()).isEmpty();
    }
}

package io.gatefarm.redis.lease;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.Inbox;
import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class GatewayLeasesTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static final GatewayCounts COUNTS = new GatewayCounts(7, 9, 2, 100, 6_400, 200, 13_000);

    private static GatewayRegistration register(String gateway, String instance) {
        return get(farm.gateways().register(gateway, LEASE, instance, "host-1", 8));
    }

    private static GatewayBeat beat(String gateway) {
        return get(farm.gateways().beat(gateway, LEASE, COUNTS));
    }

    private static boolean declareDead(String gateway, String seen) {
        return get(farm.gateways().declareDead(gateway, seen));
    }

    // ---- a gateway that Redis does not know

    @Test
    void everyCall_gatewayUnknown_writesNothing() {
        assertThat(beat("gw1"))
                .isEqualTo(new GatewayBeat(GatewayBeat.Status.UNKNOWN, "", 0, 0, Wanted.NOTHING, Map.of()));
        assertThat(get(farm.gateways().drain("gw1"))).isFalse();
        assertThat(declareDead("gw1", "")).isFalse();
        assertThat(declareDead("gw1", "1")).isFalse();
        assertThat(get(farm.gateways().sweep("gw1", 10))).isEqualTo(-1);
        assertThat(get(farm.outbound().sendToGateway("gw1", new byte[0]))).isFalse();
        assertThat(get(farm.gateways().leaseEnds())).isEmpty();
        assertThat(get(farm.gateways().dead())).isEmpty();
        assertThat(farm.keyNames()).isEmpty();
    }

    // ---- register, beat, drain

    @Test
    void register_first_isKnownWithTheEpochThatItGave() {
        assertThat(register("gw1", "i1")).isEqualTo(new GatewayRegistration(GatewayRegistration.Status.OK, "i1", 0, 0));

        assertThat(farm.plain().hgetall(farm.keys().gateway("gw1")))
                .isEqualTo(Map.of("state", "up", "instance", "i1", "host", "host-1", "partitions", "8"));
        assertThat(get(farm.gateways().leaseEnds())).containsOnlyKeys("gw1");
    }

    @Test
    void register_second_getsTheEpochThatIsThere() {
        register("gw1", "i1");

        assertThat(register("gw2", "i2").epoch()).isEqualTo("i1");
    }

    @Test
    void register_repeated_isTheSame() {
        register("gw1", "i1");

        assertThat(register("gw1", "i1")).isEqualTo(new GatewayRegistration(GatewayRegistration.Status.OK, "i1", 0, 0));
    }

    @Test
    void register_idOfAnotherProcess_isTaken() {
        register("gw1", "i1");

        assertThat(register("gw1", "i2").status()).isEqualTo(GatewayRegistration.Status.TAKEN);
        assertThat(farm.plain().hget(farm.keys().gateway("gw1"), "instance")).isEqualTo("i1");
    }

    @Test
    void register_again_tellsTheCountersAndKeepsADrain() {
        register("gw1", "i1");
        get(farm.outbound().sendToGateway("gw1", new byte[0]));
        get(farm.outbound().sendToGateway("gw1", new byte[0]));
        get(farm.outbound().sendToAll(new byte[0]));
        get(farm.gateways().drain("gw1"));

        assertThat(register("gw1", "i1")).isEqualTo(new GatewayRegistration(GatewayRegistration.Status.OK, "i1", 2, 1));
        assertThat(farm.plain().hget(farm.keys().gateway("gw1"), "state")).isEqualTo("drain");
    }

    @Test
    void beat_registered_renewsTheLeaseAndTellsTheCounters() {
        register("gw1", "i1");
        get(farm.outbound().sendToGateway("gw1", new byte[0]));
        get(farm.outbound().sendToAll(new byte[0]));
        farm.plain().zadd(farm.keys().gateways(), 5, "gw1");

        assertThat(beat("gw1")).isEqualTo(new GatewayBeat(GatewayBeat.Status.OK, "i1", 1, 1, Wanted.NOTHING, Map.of()));

        assertThat(farm.plain().hgetall(farm.keys().gateway("gw1")))
                .containsEntry("clients", "7")
                .containsEntry("opened", "9")
                .containsEntry("closed", "2")
                .containsEntry("messages-in", "100")
                .containsEntry("bytes-in", "6400")
                .containsEntry("messages-out", "200")
                .containsEntry("bytes-out", "13000");
        long end = Long.parseLong(get(farm.gateways().leaseEnds()).getOrDefault("gw1", "0"));
        assertThat(end - serverTimeMs()).isBetween(LEASE.toMillis() - 5_000, LEASE.toMillis());
    }

    private static long serverTimeMs() {
        List<String> time = farm.plain().time();
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }

    @Test
    void beat_redisHasLostItsData_isUnknownWithTheNewEpoch() {
        register("gw1", "i1");
        farm.keyNames().forEach(name -> farm.plain().del(farm.keys().tag() + name));
        register("gw2", "i2");

        assertThat(beat("gw1"))
                .isEqualTo(new GatewayBeat(GatewayBeat.Status.UNKNOWN, "i2", 0, 0, Wanted.NOTHING, Map.of()));
        assertThat(register("gw1", "i1").status()).isEqualTo(GatewayRegistration.Status.OK);
    }

    @Test
    void drain_liveGateway_isMarkedAndStillBeats() {
        register("gw1", "i1");

        assertThat(get(farm.gateways().drain("gw1"))).isTrue();
        assertThat(get(farm.gateways().drain("gw1"))).isTrue();

        assertThat(farm.plain().hget(farm.keys().gateway("gw1"), "state")).isEqualTo("drain");
        assertThat(beat("gw1").status()).isEqualTo(GatewayBeat.Status.OK);
        farm.open("gw1", 1);
    }

    @Test
    void leaseEnds_always_areWhatDeclareDeadCompares() {
        register("gw1", "i1");
        register("gw2", "i2");
        Map<String, String> ends = get(farm.gateways().leaseEnds());

        assertThat(ends).containsOnlyKeys("gw1", "gw2");
        assertThat(declareDead("gw1", ends.getOrDefault("gw1", ""))).isTrue();
        assertThat(get(farm.gateways().leaseEnds())).containsOnlyKeys("gw2");
    }

    @Test
    void askToStop_liveGateway_isToldWithEveryBeat() {
        register("gw1", "i1");

        assertThat(get(farm.gateways().askToStop("gw1"))).isEqualTo(Asked.ASKED);

        assertThat(beat("gw1").wanted()).isEqualTo(Wanted.STOP);
        assertThat(beat("gw1").wanted()).isEqualTo(Wanted.STOP);
    }

    @Test
    void askToStop_gatewayUnknownOrDeadOrExpired_writesNothing() {
        assertThat(get(farm.gateways().askToStop("gw1"))).isEqualTo(Asked.UNKNOWN);
        assertThat(farm.keyNames()).isEmpty();

        register("gw1", "i1");
        farm.plain().zadd(farm.keys().gateways(), 5, "gw1");
        assertThat(get(farm.gateways().askToStop("gw1"))).isEqualTo(Asked.DEAD);
        declareDead("gw1", "5");
        assertThat(get(farm.gateways().askToStop("gw1"))).isEqualTo(Asked.DEAD);

        assertThat(farm.plain().hget(farm.keys().gateway("gw1"), "wanted")).isNull();
    }

    // ---- death

    @Test
    void declareDead_itHasBeatenSince_doesNothing() {
        register("gw1", "i1");
        long end = Long.parseLong(get(farm.gateways().leaseEnds()).getOrDefault("gw1", "0"));

        assertThat(declareDead("gw1", Long.toString(end - 1))).isFalse();
        assertThat(beat("gw1").status()).isEqualTo(GatewayBeat.Status.OK);
        assertThat(get(farm.gateways().dead())).isEmpty();
    }

    @Test
    void declareDead_always_fencesTheGateway() {
        register("gw1", "i1");
        String client = farm.open("gw1", 1);

        assertThat(declareDead("gw1", "")).isTrue();
        assertThat(declareDead("gw1", "")).isTrue();

        assertThat(get(farm.gateways().dead())).containsExactly("gw1");
        assertThat(get(farm.gateways().leaseEnds())).isEmpty();
        assertThat(farm.append("gw1", 1, 2, closed(client, "gw1")).status()).isEqualTo(AppendReply.Status.FENCED);
        assertThat(beat("gw1").status()).isEqualTo(GatewayBeat.Status.DEAD);
        assertThat(register("gw1", "i1").status()).isEqualTo(GatewayRegistration.Status.DEAD);
        assertThat(get(farm.gateways().drain("gw1"))).isFalse();
        assertThat(farm.plain().hget(farm.keys().gateway("gw1"), "state")).isEqualTo("dead");
    }

    @Test
    void deadGateway_beforeItsSweep_getsNoMessages() throws InterruptedException {
        register("gw1", "i1");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));
        get(farm.directory().bindUid(client, "u"));
        declareDead("gw1", "");

        try (var inbox = Inbox.of(farm, "gw1")) {
            assertThat(get(farm.outbound().sendToClient(client, new byte[0]))).isFalse();
            assertThat(get(farm.outbound().sendToGateway("gw1", new byte[0]))).isFalse();
            assertThat(get(farm.outbound().sendToGroups(List.of("room"), new byte[0])))
                    .isZero();
            assertThat(get(farm.outbound().sendToUids(List.of("u"), new byte[0])))
                    .isZero();
            assertThat(get(farm.directory().joinGroup(client, "late"))).isEqualTo(Change.DONE);

            assertThat(inbox.soFar()).isEmpty();
        }
    }

    // ---- sweep

    @Test
    void sweep_liveGateway_isRefused() {
        register("gw1", "i1");
        String client = farm.open("gw1", 1);

        assertThat(get(farm.gateways().sweep("gw1", 10))).isEqualTo(-1);
        assertThat(get(farm.directory().isOnline(client))).isTrue();
    }

    @Test
    void sweep_inSeveralCalls_closesEveryClientOnce() {
        register("gw1", "i1");
        register("gw2", "i2");
        List<String> clients = new ArrayList<>();
        for (int p = 0; p < 5; p++) {
            String client = farm.open("gw1", p);
            get(farm.directory().joinGroup(client, "room"));
            get(farm.directory().bindUid(client, "u" + p % 2));
            clients.add(client);
        }
        String other = farm.open("gw2", 0);
        get(farm.directory().joinGroup(other, "room"));
        declareDead("gw1", "");

        assertThat(List.of(
                        get(farm.gateways().sweep("gw1", 2)),
                        get(farm.gateways().sweep("gw1", 2)),
                        get(farm.gateways().sweep("gw1", 2)),
                        get(farm.gateways().sweep("gw1", 2))))
                .containsExactly(3L, 1L, 0L, 0L);

        var reader = farm.inbound().reader(() -> {});
        List<StreamEntry> closes =
                reader.read(Map.of(0, "0-0", 1, "0-0", 2, "0-0", 3, "0-0", 4, "0-0"), 100, LEASE.dividedBy(10)).stream()
                        .filter(entry -> entry.event() instanceof ClientEvent.Closed)
                        .toList();
        reader.close();
        assertThat(closes).extracting(entry -> entry.event().clientId()).containsExactlyInAnyOrderElementsOf(clients);
        assertThat(closes).allSatisfy(entry -> {
            var close = (ClientEvent.Closed) entry.event();
            assertThat(close.reason()).isEqualTo(new CloseReason(CloseReason.ABNORMAL, "gateway-lost"));
            assertThat(close.gatewayId()).isEqualTo("gw1");
            assertThat(close.timeMs()).isCloseTo(System.currentTimeMillis(), offset(60_000L));
            assertThat(entry.origin()).isEqualTo("gw1:" + close.clientId());
            assertThat(farm.plain().hget(farm.keys().partition(entry.partition()), "appended"))
                    .isEqualTo(entry.partition() == 0 ? "3" : "2");
        });
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
        assertThat(get(farm.redis().listings().clientIdsOfGroup("room", "", 500))
                        .names())
                .containsExactly(other);
        assertThat(farm.plain().smembers(farm.keys().uids())).isEmpty();
    }

    @Test
    void sweep_finished_leavesOnlyAHashOnAClock() {
        register("gw1", "i1");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));
        get(farm.directory().bindUid(client, "u"));
        get(farm.directory().writeSession(client, 0, "{\"b\":1}"));

        farm.loseGateway("gw1");

        assertThat(farm.keyNames()).containsExactly("cell", "gateway:gw1", "in:1", "partition:1", "session:" + client);
        assertThat(farm.plain().ttl(farm.keys().gateway("gw1"))).isBetween(3_500L, 3_600L);
        assertThat(farm.plain().hgetall(farm.keys().session(client)))
                .isEqualTo(Map.of(
                        "value",
                        "{\"b\":1}",
                        "version",
                        "1",
                        "uid",
                        "u",
                        "from",
                        "127.0.0.1:40000",
                        "since",
                        "1795329810123"));
        assertThat(get(farm.directory().writeSession(client, 1, "{}"))).isEqualTo(SessionWrite.WRITTEN);
        assertThat(get(farm.gateways().dead())).isEmpty();
        assertThat(get(farm.directory().countClients())).isZero();
    }

    @Test
    void sweep_clientWhoseCloseWasAppended_isNotClosedAgain() {
        register("gw1", "i1");
        String client = farm.open("gw1", 1);
        farm.tell(closed(client, "gw1"));

        farm.loseGateway("gw1");

        assertThat(farm.entries(1)).hasSize(2);
        assertThat(get(farm.directory().countClients())).isZero();
    }

    @Test
    void everyCall_afterTheTombstoneIsGone_bringsNothingBack() {
        register("gw1", "i1");
        String swept = farm.open("gw1", 1);
        farm.loseGateway("gw1");
        farm.plain().del(farm.keys().gateway("gw1"));
        String lone = farm.newClient(1);
        farm.plain().hset(farm.keys().client(lone), Map.of("gateway", "gw1", "version", "0"));

        for (String client : List.of(swept, lone)) {
            get(farm.directory().joinGroup(client, "g"));
            get(farm.directory().bindUid(client, "u"));
            assertThat(get(farm.outbound().sendToClient(client, new byte[0]))).isFalse();
            get(farm.outbound().sendToGroups(List.of("g"), new byte[0]));
            get(farm.outbound().sendToUids(List.of("u"), new byte[0]));
            get(farm.directory().leaveGroup(client, "g"));
            get(farm.directory().unbindUid(client));
            assertThat(farm.append("gw1", 1, 2, opened(client, "gw1")).status()).isEqualTo(AppendReply.Status.UNKNOWN);
        }
        assertThat(get(farm.outbound().sendToGateway("gw1", new byte[0]))).isFalse();
        assertThat(beat("gw1").status()).isEqualTo(GatewayBeat.Status.UNKNOWN);
        assertThat(get(farm.gateways().drain("gw1"))).isFalse();
        assertThat(get(farm.gateways().sweep("gw1", 10))).isEqualTo(-1);

        assertThat(farm.keyNames()).doesNotContain("gateway:gw1", "appended:gw1", "gateway-clients:gw1", "gateways");
    }

    @Test
    void clientWithoutItsGatewaysState_stillJoinsAndBinds() {
        farm.plain().hset(farm.keys().client("lone"), Map.of("gateway", "gw8", "version", "0"));

        assertThat(get(farm.directory().joinGroup("lone", "g8"))).isEqualTo(Change.DONE);
        assertThat(get(farm.directory().bindUid("lone", "u8"))).isEqualTo(Change.DONE);
        assertThat(get(farm.directory().unbindUid("lone"))).isEqualTo(Change.DONE);
        assertThat(get(farm.directory().leaveGroup("lone", "g8"))).isEqualTo(Change.DONE);
        assertThat(farm.keyNames()).containsExactly("client:lone");
    }

    // ---- the sweeper's lock

    @Test
    void lockSweep_free_isTakenAndKept() {
        assertThat(get(farm.gateways().lockSweep("w1", LEASE))).isTrue();
        assertThat(get(farm.gateways().lockSweep("w1", LEASE))).isTrue();
        assertThat(get(farm.gateways().lockSweep("w2", LEASE))).isFalse();
        assertThat(farm.plain().pttl(farm.keys().sweepLock())).isBetween(1L, LEASE.toMillis());
    }

    @Test
    void lockSweep_heldBySomebodyWhoDied_isFreeAfterItsTime() {
        assertThat(get(farm.gateways().lockSweep("w1", Duration.ofMillis(20)))).isTrue();

        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> get(farm.gateways().lockSweep("w2", LEASE)));
        assertThat(get(farm.gateways().lockSweep("w1", LEASE))).isFalse();
    }
}

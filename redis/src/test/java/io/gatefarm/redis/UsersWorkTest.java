package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.commitAt;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.RedisWithUsers.Role;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.ClientState;
import io.gatefarm.redis.directory.Restored;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayRegistration;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.DeadLetters;
import io.lettuce.core.Range;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each user of users.acl does the whole work of its role, every script of it, and Redis refuses nothing. */
@Timeout(60)
class UsersWorkTest {
    private static final String APP = "chat";
    private static final String CLIENT = "005aaaaaaaaaaaaaaaa";
    private static final String OTHER_CLIENT = "005bbbbbbbbbbbbbbbb";
    private static final int PARTITION = 5;
    private static final String GATEWAY = "gw1";
    private static final String WORKER = "w1";

    @TempDir
    private static Path folder;

    private static RedisWithUsers redis;
    private static RedisCommands<String, String> plain;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisWithUsers(folder);
        plain = redis.plain();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        plain.flushall();
        plain.aclLogReset();
    }

    private static void assertNothingRefused() {
        assertThat(plain.aclLog()).isEmpty();
    }

    private static final ChannelListener DEAF = new ChannelListener() {
        @Override
        public void toGateway(byte[] message) {}

        @Override
        public void toAll(byte[] message) {}
    };

    static void register(FarmRedis farm) {
        assertThat(farm.partitions(0)).isEqualTo(8);
        var leases = farm.gatewayLeases();
        var registration = get(leases.register(GATEWAY, LEASE, "instance", "host", 8));
        assertThat(registration.status()).isEqualTo(GatewayRegistration.Status.OK);
    }

    private static void append(FarmRedis farm, long first, ClientEvent... events) {
        var batch = new AppendBatch(GATEWAY, PARTITION, first, 1, 1000, List.of(events));
        assertThat(get(farm.inbound().append(batch)).status()).isEqualTo(AppendReply.Status.OK);
    }

    private static void useDirectory(FarmRedis farm) {
        var directory = farm.directory();
        assertThat(get(directory.joinGroup(CLIENT, "room"))).isEqualTo(Change.DONE);
        assertThat(get(directory.joinGroup(CLIENT, "hall"))).isEqualTo(Change.DONE);
        assertThat(get(directory.leaveGroup(CLIENT, "hall"))).isEqualTo(Change.DONE);
        assertThat(get(directory.bindUid(CLIENT, "u1"))).isEqualTo(Change.DONE);
        assertThat(get(directory.unbindUid(CLIENT))).isEqualTo(Change.DONE);
        assertThat(get(directory.bindUid(CLIENT, "u2"))).isEqualTo(Change.DONE);
        SessionWrite written = get(directory.writeSession(CLIENT, 0, "{}"));
        assertThat(written.toString()).isNotEmpty();
        assertThat(get(directory.session(CLIENT)).version()).isEqualTo(1);
        assertThat(get(directory.uidOf(CLIENT))).contains("u2");
        assertThat(get(directory.isOnline(CLIENT))).isTrue();
        assertThat(get(directory.isUidOnline("u2"))).isTrue();
        assertThat(get(directory.countClients())).isPositive();
        assertThat(get(directory.countClients("room"))).isEqualTo(1);
        assertThat(get(directory.countUids())).isEqualTo(1);
        assertThat(get(directory.countGroups())).isEqualTo(1);
        assertThat(get(directory.groupsOf(CLIENT))).containsExactly("room");
        assertThat(get(directory.arrivalOf(CLIENT)).address()).isNotEmpty();
        var listings = farm.listings();
        assertThat(get(listings.clientIds("", 10)).names()).containsExactly(CLIENT);
        assertThat(get(listings.clientIdsOfGroup("room", "", 10)).names()).containsExactly(CLIENT);
        assertThat(get(listings.uids("", 10)).names()).containsExactly("u2");
        assertThat(get(listings.groups("", 10)).names()).containsExactly("room");
        assertThat(get(listings.uidsOfGroup("room", "", 10)).names()).containsExactly("u2");
        assertThat(get(directory.joinGroup(CLIENT, "emptied"))).isEqualTo(Change.DONE);
        assertThat(get(directory.ungroup("emptied"))).isEqualTo(1);
        assertThat(get(directory.clientIdsOfUid("u2"))).containsExactly(CLIENT);
    }

    private static void send(FarmRedis farm) {
        byte[] frames = "frames".getBytes(StandardCharsets.UTF_8);
        var outbound = farm.outbound();
        assertThat(get(outbound.sendToGateway(GATEWAY, frames))).isTrue();
        assertThat(get(outbound.sendToClient(CLIENT, frames))).isTrue();
        assertThat(get(outbound.sendToClients(List.of(CLIENT), frames))).isEqualTo(1);
        assertThat(get(outbound.sendToUids(List.of("u2"), frames))).isEqualTo(1);
        assertThat(get(outbound.sendToGroups(List.of("room"), frames))).isEqualTo(1);
        assertThat(get(outbound.sendToAll(frames))).isPositive();
        byte[] kick = FrameCodec.encode(new Frame.Close(CLIENT, 4100, "", Optional.empty()));
        assertThat(get(outbound.sendToClient(CLIENT, kick))).isTrue();
    }

    @Test
    void rolesTogether_aWholeLife_nothingIsRefused() {
        try (var gateway = redis.open(Role.GATEWAY, APP);
                var worker = redis.open(Role.WORKER, APP);
                var push = redis.open(Role.PUSH, APP);
                var operator = redis.open(Role.OPERATOR, APP)) {
            register(gateway);
            var subscription = gateway.outbound().subscribe(GATEWAY, DEAF);
            append(gateway, 1, opened(CLIENT, GATEWAY), received(CLIENT, GATEWAY, "hello"));
            useDirectory(push);
            send(push);
            send(operator);
            send(worker);
            work(worker);
            recover(gateway);
            append(gateway, 3, closed(CLIENT, GATEWAY), opened(OTHER_CLIENT, GATEWAY));
            get(worker.directory().bindUid(OTHER_CLIENT, "u2"));
            get(worker.directory().joinGroup(OTHER_CLIENT, "room"));
            var leases = gateway.gatewayLeases();
            get(leases.beat(GATEWAY, LEASE, GatewayCounts.NONE));
            assertThat(get(leases.drain(GATEWAY))).isTrue();
            assertThat(get(leases.declareDead(GATEWAY, ""))).isTrue();
            assertThat(get(leases.subscribers(GATEWAY))).isEqualTo(1);
            plain.del("{chat.0}:lock:sweep");
            assertThat(get(leases.lockSweep("gateway", LEASE))).isTrue();
            assertThat(get(leases.lockSweep("other", LEASE))).isFalse();
            assertThat(get(leases.sweep(GATEWAY, 100))).isZero();
            subscription.close();
            assertThat(get(push.directory().countClients())).isZero();
            assertNothingRefused();
        }
    }

    private static void recover(FarmRedis farm) {
        assertThat(get(farm.inbound().progress(PARTITION)).position()).isNotEmpty();
        assertThat(get(farm.outbound().probe(GATEWAY, "probe 1".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(1);
        var held = farm.heldClients(GATEWAY);
        assertThat(get(held.clientIds())).containsExactly(CLIENT);
        assertThat(get(held.known(List.of(CLIENT)))).containsExactly(CLIENT);
        assertThat(get(held.kicks())).containsKey(CLIENT);
        var client = get(held.states(List.of(CLIENT))).get(0).orElseThrow();
        var other = new ClientState(CLIENT, "from", 1, 1000, "u2", Set.of("hall"));
        assertThat(get(held.restore(List.of(other, client)))).containsExactly(Restored.REPLACED, Restored.NEWER);
    }

    private static void work(FarmRedis farm) {
        var leases = farm.partitionLeases();
        get(leases.describe(WORKER, Map.of("name", "worker", "host", "host")));
        get(leases.announce(WORKER));
        assertThat(get(leases.renew(WORKER, LEASE, WorkerCounts.NONE, Map.of())).lost())
                .isEmpty();
        var lease = get(leases.acquire(PARTITION, WORKER, LEASE, "")).orElseThrow();
        assertThat(get(leases.holders(8))).hasSize(8);
        assertThat(get(leases.workerLeaseEnds())).containsKey(WORKER);
        var hints = farm.outbound().subscribeToRebalance(hint -> {});
        var reader = farm.inbound().reader(() -> {});
        var entries = reader.read(Map.of(PARTITION, "0-0"), 10, Duration.ofMillis(100));
        assertThat(entries).hasSize(2);
        var waiting = reader.readAsync(Map.of(PARTITION, entries.get(1).id()), 10, Duration.ofSeconds(1));
        reader.wake();
        get(waiting);
        reader.close();
        var stored = plain.xrange("{chat.0}:in:" + PARTITION, Range.unbounded());
        assertThat(get(farm.inbound().entries(PARTITION, List.of(stored.get(0).getId()))))
                .hasSize(1);
        assertThat(get(farm.inbound().commit(commitAt(lease, WORKER, stored.get(0), 1))))
                .isEqualTo(Commit.Outcome.STORED);
        assertThat(get(farm.inbound()
                        .bury(
                                commitAt(lease, WORKER, stored.get(1), 2),
                                stored.get(1).getId(),
                                "failed",
                                1)))
                .isEqualTo(Commit.Outcome.STORED);
        assertThat(get(leases.release(PARTITION, WORKER, lease.epoch()))).isTrue();
        get(leases.renewLeaving(WORKER, LEASE, WorkerCounts.NONE, Map.of()));
        get(leases.forget(Set.of(WORKER)));
        hints.close();
        var gateways = farm.gatewayLeases();
        assertThat(get(gateways.leaseEnds())).containsKey(GATEWAY);
        assertThat(get(gateways.lockSweep(WORKER, Duration.ofMillis(100)))).isTrue();
        assertThat(get(gateways.dead())).isEmpty();
        assertThat(get(gateways.subscribers(GATEWAY))).isEqualTo(1);
        assertThat(get(gateways.declareDead(GATEWAY, "1"))).isFalse();
        assertThat(get(gateways.sweep(GATEWAY, 1))).isEqualTo(-1);
    }

    @Test
    void operator_reads_everythingOfTheApp() {
        plain.hset("{chat}:meta", "partitions", "8");
        plain.hset("{chat.0}:client:c", "gateway", GATEWAY);
        plain.zadd("{chat.0}:workers", 1, WORKER);
        plain.sadd("{chat.0}:groups", "room");
        plain.xadd("{chat.0}:in:0", "header", "h");
        assertAllows(Role.OPERATOR, "HGET", "{chat}:meta", "partitions");
        assertAllows(Role.OPERATOR, "HGETALL", "{chat.0}:client:c");
        assertAllows(Role.OPERATOR, "ZRANGE", "{chat.0}:workers", "0", "-1", "WITHSCORES");
        assertAllows(Role.OPERATOR, "SSCAN", "{chat.0}:groups", "0");
        assertAllows(Role.OPERATOR, "HSCAN", "{chat.0}:group:room", "0");
        assertAllows(Role.OPERATOR, "SCARD", "{chat.0}:groups");
        assertAllows(Role.OPERATOR, "HMGET", "{chat.0}:partition:0", "owner", "appended", "read");
        assertAllows(Role.OPERATOR, "XREVRANGE", "{chat.0}:in:0", "+", "-", "COUNT", "1");
        assertAllows(Role.OPERATOR, "XLEN", "{chat.0}:dead-letters");
        assertAllows(Role.OPERATOR, "HSET", "{chat.0}:gateway:" + GATEWAY, "asked", "stop");
        assertAllows(Role.OPERATOR, "HSET", "{chat.0}:worker:" + WORKER, "asked", "reload");
        assertNothingRefused();
    }

    @Test
    void operator_deadLetters_areReplayedAndDropped() {
        for (int i = 0; i < 2; i++) {
            plain.xadd(
                    "{chat.0}:dead-letters",
                    Map.of(
                            "header",
                            "{\"event\":\"message\",\"client\":\"" + CLIENT + "\",\"gateway\":\"gw1\",\"time\":1}",
                            "data",
                            "a"));
        }
        try (var operator = redis.open(Role.OPERATOR, APP)) {
            DeadLetters letters = operator.deadLetters();
            var both = get(letters.list("", 10));
            assertThat(get(letters.replay(both.get(0)))).isTrue();
            assertThat(get(letters.drop(both.get(1).id()))).isTrue();
            assertThat(get(letters.list("", 10))).isEmpty();
        }
        assertNothingRefused();
    }

    private static void assertAllows(Role role, String... words) {
        assertThat(redis.error(role, words)).as("%s: %s", role, List.of(words)).isEmpty();
    }
}

package io.gatefarm.redis.directory;

import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.Inbox;
import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.key.Names;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DirectoryTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static Change join(String client, String group) {
        return get(farm.directory().joinGroup(client, group));
    }

    private static Change leave(String client, String group) {
        return get(farm.directory().leaveGroup(client, group));
    }

    private static Change bind(String client, String uid) {
        return get(farm.directory().bindUid(client, uid));
    }

    private static Change unbind(String client) {
        return get(farm.directory().unbindUid(client));
    }

    private static SessionWrite write(String client, long expected, String json) {
        return get(farm.directory().writeSession(client, expected, json));
    }

    @Test
    void everyChange_clientGone_isOfflineAndWritesNothing() {
        String client = farm.newClient(1);

        assertThat(join(client, "room")).isEqualTo(Change.OFFLINE);
        assertThat(leave(client, "room")).isEqualTo(Change.OFFLINE);
        assertThat(bind(client, "u")).isEqualTo(Change.OFFLINE);
        assertThat(unbind(client)).isEqualTo(Change.OFFLINE);
        assertThat(write(client, 0, "{}")).isEqualTo(SessionWrite.GONE);
        assertThat(farm.keyNames()).isEmpty();
    }

    @Test
    void everyRead_nothingThere_isEmpty() {
        String client = farm.newClient(1);

        assertThat(get(farm.directory().isOnline(client))).isFalse();
        assertThat(get(farm.directory().isUidOnline("u"))).isFalse();
        assertThat(get(farm.directory().countClients())).isZero();
        assertThat(get(farm.directory().countClients("room"))).isZero();
        assertThat(get(farm.redis().listings().clientIdsOfGroup("room", "", 500))
                        .names())
                .isEmpty();
        assertThat(get(farm.directory().clientIdsOfUid("u"))).isEmpty();
        assertThat(get(farm.directory().uidOf(client))).isEmpty();
        assertThat(get(farm.directory().session(client))).isEqualTo(StoredSession.EMPTY);
        assertThat(get(farm.directory().sessions(List.of()))).isEmpty();
    }

    @Test
    void arrivalOf_client_isKnownUntilItsCloseIsHandled() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        var arrival = new Arrival("127.0.0.1", 40_000, Instant.ofEpochMilli(1_795_329_810_123L));

        assertThat(get(farm.directory().arrivalOf(client))).isEqualTo(arrival);
        farm.tell(closed(client, "gw1"));
        assertThat(get(farm.directory().arrivalOf(client))).isEqualTo(arrival);
        farm.plain().del(farm.keys().session(client));
        assertThat(get(farm.directory().arrivalOf(client))).isEqualTo(Arrival.UNKNOWN);
    }

    @Test
    void arrivalOf_ipv6Client_isItsAddressWithoutBrackets() {
        farm.register("gw1");
        String client = farm.newClient(1);
        farm.tell(
                new ClientEvent.Opened(client, "gw1", 7, new Handshake("/", "", Map.of(), "", "2001:db8::7", 50_000)));

        assertThat(farm.plain().hget(farm.keys().client(client), "from")).isEqualTo("[2001:db8::7]:50000");
        assertThat(get(farm.directory().arrivalOf(client)))
                .isEqualTo(new Arrival("2001:db8::7", 50_000, Instant.ofEpochMilli(7)));
    }

    // ---- groups

    @Test
    void joinGroup_twoClients_areMembersWithTheirGateway() {
        farm.register("gw1");
        String a = farm.open("gw1", 1);
        String b = farm.open("gw1", 2);

        assertThat(join(a, "room")).isEqualTo(Change.DONE);
        assertThat(join(a, "room")).isEqualTo(Change.UNCHANGED);
        assertThat(join(b, "room")).isEqualTo(Change.DONE);

        assertThat(farm.plain().hgetall(farm.keys().group("room"))).isEqualTo(Map.of(a, "", b, ""));
        assertThat(farm.plain().hgetall(farm.keys().groupGateways("room"))).isEqualTo(Map.of("gw1", "2"));
        assertThat(farm.plain().smembers(farm.keys().groups())).containsExactly("room");
        assertThat(get(farm.redis().listings().clientIdsOfGroup("room", "", 500))
                        .names())
                .containsExactlyInAnyOrder(a, b);
        assertThat(get(farm.directory().countClients("room"))).isEqualTo(2);
    }

    @Test
    void leaveGroup_lastMember_leavesNoGroup() {
        farm.register("gw1", "gw2");
        String a = farm.open("gw1", 1);
        String b = farm.open("gw2", 1);
        join(a, "room");
        join(b, "room");

        assertThat(leave(a, "room")).isEqualTo(Change.DONE);
        assertThat(leave(a, "room")).isEqualTo(Change.UNCHANGED);
        assertThat(farm.plain().hgetall(farm.keys().groupGateways("room"))).isEqualTo(Map.of("gw2", "1"));

        assertThat(leave(b, "room")).isEqualTo(Change.DONE);
        assertThat(farm.keyNames()).doesNotContain("group:room", "group-gateways:room", "groups");
        assertThat(farm.plain().hgetall(farm.keys().client(b)))
                .isEqualTo(
                        Map.of("gateway", "gw2", "from", "127.0.0.1:40000", "since", "1795329810123", "version", "2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "two words", "{app}:x", "a:b", "*?[]\\", "\"q\"", "\uD83D\uDE00", "\u2028"})
    void oddNames_asGroupAndUid_workLikeOthers(String name) throws InterruptedException {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        Names.check("group", name);

        try (var inbox = Inbox.of(farm, "gw1")) {
            assertThat(List.of(join(client, name), bind(client, name))).containsOnly(Change.DONE);
            assertThat(List.of(join(client, name), bind(client, name))).containsOnly(Change.UNCHANGED);
            assertThat(get(farm.redis().listings().clientIdsOfGroup(name, "", 500))
                            .names())
                    .containsExactly(client);
            assertThat(get(farm.directory().clientIdsOfUid(name))).containsExactly(client);
            assertThat(get(farm.directory().uidOf(client))).hasValue(name);
            assertThat(get(farm.outbound().sendToGroups(List.of(name), new byte[0])))
                    .isEqualTo(1);
            assertThat(get(farm.outbound().sendToUids(List.of(name), new byte[0])))
                    .isEqualTo(1);
            assertThat(List.of(leave(client, name), unbind(client))).containsOnly(Change.DONE);

            assertThat(inbox.frames())
                    .containsExactly(
                            new Frame.Join(client, name, 1),
                            new Frame.Bind(client, name, 2),
                            new Frame.Leave(client, name, 3),
                            new Frame.Unbind(client, 4));
        }
        assertThat(farm.keyNames()).doesNotContain("groups", "uids");
    }

    @Test
    void longestNames_asGroupAndUid_workLikeOthers() {
        String name = "\uD83D\uDE00".repeat(64);
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        assertThat(List.of(join(client, name), bind(client, name))).containsOnly(Change.DONE);
        farm.tell(closed(client, "gw1"));

        assertThat(farm.keyNames()).doesNotContain("groups", "uids");
    }

    // ---- uids

    @Test
    void bindUid_anotherUid_movesTheClient() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        assertThat(bind(client, "u1")).isEqualTo(Change.DONE);
        assertThat(bind(client, "u1")).isEqualTo(Change.UNCHANGED);
        assertThat(bind(client, "u2")).isEqualTo(Change.DONE);

        assertThat(farm.plain().smembers(farm.keys().uids())).containsExactly("u2");
        assertThat(get(farm.directory().isUidOnline("u1"))).isFalse();
        assertThat(get(farm.directory().isUidOnline("u2"))).isTrue();
        assertThat(get(farm.directory().uidOf(client))).hasValue("u2");
    }

    @Test
    void bindUid_twoClients_shareTheUid() {
        farm.register("gw1", "gw2");
        String a = farm.open("gw1", 1);
        String b = farm.open("gw2", 1);
        bind(a, "u");
        bind(b, "u");

        assertThat(farm.plain().hgetall(farm.keys().uid("u"))).isEqualTo(Map.of(a, "", b, ""));
        assertThat(get(farm.directory().clientIdsOfUid("u"))).containsExactlyInAnyOrder(a, b);

        assertThat(unbind(a)).isEqualTo(Change.DONE);
        assertThat(unbind(a)).isEqualTo(Change.UNCHANGED);
        assertThat(get(farm.directory().clientIdsOfUid("u"))).containsExactly(b);
        assertThat(get(farm.directory().uidOf(a))).isEmpty();

        farm.tell(closed(b, "gw2"));
        assertThat(farm.keyNames()).doesNotContain("uid:u", "uids");
    }

    @Test
    void changes_ofOneClient_countItsVersion() throws InterruptedException {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        try (var inbox = Inbox.of(farm, "gw1")) {
            join(client, "a");
            join(client, "a");
            bind(client, "u");
            bind(client, "v");
            unbind(client);
            unbind(client);
            leave(client, "a");
            leave(client, "a");

            assertThat(inbox.soFar())
                    .extracting(arrival -> arrival.batch().number())
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
        }
        assertThat(farm.plain().hgetall(farm.keys().client(client)))
                .isEqualTo(
                        Map.of("gateway", "gw1", "version", "5", "from", "127.0.0.1:40000", "since", "1795329810123"));
    }

    // ---- counters

    @Test
    void countClients_opensClosesAndSweeps_neverCountTwice() {
        farm.register("gw1", "gw2");
        String a = farm.open("gw1", 1);
        farm.open("gw1", 2);
        farm.open("gw2", 1);
        assertThat(get(farm.directory().countClients())).isEqualTo(3);

        farm.append("gw1", 1, 1, opened(a, "gw1"));
        assertThat(get(farm.directory().countClients())).isEqualTo(3);

        farm.append("gw1", 1, 2, closed(a, "gw1"));
        farm.append("gw1", 1, 2, closed(a, "gw1"));
        farm.append("gw1", 1, 3, closed(a, "gw1"));
        assertThat(get(farm.directory().countClients())).isEqualTo(2);

        farm.loseGateway("gw1");
        get(farm.gateways().sweep("gw1", 10));
        assertThat(get(farm.directory().countClients())).isEqualTo(1);

        farm.loseGateway("gw2");
        assertThat(get(farm.directory().countClients())).isZero();
    }

    // ---- sessions

    @Test
    void writeSession_expectedVersion_isWritten() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        assertThat(write(client, 0, "{\"a\":1}")).isEqualTo(SessionWrite.WRITTEN);
        assertThat(write(client, 1, "{\"a\":\"\uD83D\uDE00\"}")).isEqualTo(SessionWrite.WRITTEN);
        assertThat(get(farm.directory().session(client))).isEqualTo(new StoredSession("{\"a\":\"\uD83D\uDE00\"}", 2));
        assertThat(farm.plain().ttl(farm.keys().session(client))).isEqualTo(-1);
    }

    @Test
    void writeSession_anotherVersion_isAConflictAndChangesNothing() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        assertThat(write(client, 1, "{\"a\":0}")).isEqualTo(SessionWrite.CONFLICT);
        write(client, 0, "{\"a\":1}");

        assertThat(write(client, 0, "{\"a\":2}")).isEqualTo(SessionWrite.CONFLICT);
        assertThat(write(client, 2, "{\"a\":2}")).isEqualTo(SessionWrite.CONFLICT);
        assertThat(get(farm.directory().session(client))).isEqualTo(new StoredSession("{\"a\":1}", 1));
    }

    @Test
    void writeSession_anyVersion_isWritten() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        write(client, 0, "{}");
        String[] names = {farm.keys().client(client), farm.keys().session(client)};

        var reply = farm.list("write_session", names, "", "{\"any\":1}");

        assertThat(List.of(reply.number(0), reply.number(1))).containsExactly(1L, 2L);
        assertThat(get(farm.directory().session(client))).isEqualTo(new StoredSession("{\"any\":1}", 2));
    }

    @Test
    void sessions_ofSeveral_areInTheOrderGiven() {
        farm.register("gw1");
        String a = farm.open("gw1", 1);
        String b = farm.open("gw1", 2);
        String gone = farm.newClient(3);
        write(b, 0, "{\"b\":1}");

        Map<String, StoredSession> sessions = get(farm.directory().sessions(List.of(b, gone, a)));

        assertThat(sessions)
                .containsExactly(
                        Map.entry(b, new StoredSession("{\"b\":1}", 1)),
                        Map.entry(gone, StoredSession.EMPTY),
                        Map.entry(a, StoredSession.EMPTY));
    }
}

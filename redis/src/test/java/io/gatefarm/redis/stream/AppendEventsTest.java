package io.gatefarm.redis.stream;

import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class AppendEventsTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static final AppendReply UNKNOWN = new AppendReply(AppendReply.Status.UNKNOWN, 0, 0, "", "", "");
    private static final AppendReply FENCED = new AppendReply(AppendReply.Status.FENCED, 0, 0, "", "", "");

    @Test
    void append_gatewayUnknown_isUnknownAndWritesNothing() {
        assertThat(farm.append("gw1", 1, 1, opened(farm.newClient(1), "gw1"))).isEqualTo(UNKNOWN);
        assertThat(farm.keyNames()).isEmpty();
    }

    @Test
    void append_openAndMessage_areInTheStreamWithTheirOrigins() {
        farm.register("gw1");
        String client = farm.newClient(1);

        var reply = farm.append("gw1", 1, 1, opened(client, "gw1"), received(client, "gw1", "hi"));

        assertThat(reply)
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(AppendReply.Status.OK, 2, 2, "", "", ""));
        assertThat(farm.entries(1))
                .extracting(entry -> entry.getBody().get("origin"))
                .containsExactly("gw1:1:1", "gw1:1:2");
        assertThat(reply.entryId()).isEqualTo(farm.entries(1).get(1).getId());
        assertThat(farm.plain().hgetall(farm.keys().appended("gw1")))
                .containsEntry("1", "2")
                .containsEntry("id:1", reply.entryId());
    }

    @Test
    void append_repeated_appendsNothingMore() {
        farm.register("gw1");
        String client = farm.newClient(1);
        ClientEvent[] batch = {opened(client, "gw1"), received(client, "gw1", "hi")};
        farm.append("gw1", 1, 1, batch);

        assertThat(farm.append("gw1", 1, 1, batch))
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(AppendReply.Status.OK, 2, 2, "", "", ""));
        assertThat(farm.entries(1)).hasSize(2);
        assertThat(farm.plain().hget(farm.keys().partition(1), "appended")).isEqualTo("2");
    }

    @Test
    void append_overlapping_appendsTheRest() {
        farm.register("gw1");
        String client = farm.newClient(1);
        farm.append("gw1", 1, 1, opened(client, "gw1"), received(client, "gw1", "a"));

        var reply = farm.append("gw1", 1, 2, received(client, "gw1", "a"), received(client, "gw1", "b"));

        assertThat(reply)
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(AppendReply.Status.OK, 3, 3, "", "", ""));
        assertThat(farm.entries(1))
                .extracting(entry -> entry.getBody().get("data"))
                .endsWith("a", "b")
                .hasSize(3);
    }

    @Test
    void append_withAGap_tellsTheLastSequenceAndAppendsNothing() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        var reply = farm.append("gw1", 1, 9, received(client, "gw1", "late"));

        assertThat(reply).isEqualTo(new AppendReply(AppendReply.Status.GAP, 1, 0, "", "", ""));
        assertThat(farm.entries(1)).hasSize(1);
    }

    @Test
    void append_pastHandledEventsThatRedisLost_takesTheHoleAsHandled() {
        farm.register("gw1");

        var reply = get(farm.inbound()
                .append(new AppendBatch("gw1", 2, 9, 9, 1000, List.of(received(farm.newClient(2), "gw1", "nine")))));

        assertThat(reply)
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(AppendReply.Status.OK, 9, 1, "", "", ""));
        assertThat(farm.entries(2).get(0).getBody()).containsEntry("origin", "gw1:2:9");
    }

    @Test
    void append_afterAHoleOfHandledEvents_needsOnlyWhatIsBeforeIt() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        List<ClientEvent> events = List.of(received(client, "gw1", "nine"));

        var gap = get(farm.inbound().append(new AppendBatch("gw1", 1, 9, 1, 1000, events, true, 2)));
        var reply = get(farm.inbound().append(new AppendBatch("gw1", 1, 9, 1, 1000, events, true, 1)));
        var repeat = get(farm.inbound().append(new AppendBatch("gw1", 1, 9, 1, 1000, events, true, 1)));

        assertThat(gap.status()).isEqualTo(AppendReply.Status.GAP);
        assertThat(reply.status()).isEqualTo(AppendReply.Status.OK);
        assertThat(reply.lastSequence()).isEqualTo(9);
        assertThat(repeat.lastSequence()).isEqualTo(9);
        assertThat(farm.entries(1))
                .extracting(entry -> entry.getBody().get("origin"))
                .containsExactly("gw1:1:1", "gw1:1:9");
        assertThat(farm.entries(1).get(1).getBody().get("header")).endsWith(",\"again\":true}");
    }

    @Test
    void append_atTheLagLimit_isFullAndAppendsNothing() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));

        var reply =
                get(farm.inbound().append(new AppendBatch("gw1", 1, 4, 1, 3, List.of(received(client, "gw1", "c")))));

        assertThat(reply).isEqualTo(new AppendReply(AppendReply.Status.FULL, 3, 3, "", "", ""));
        assertThat(farm.entries(1)).hasSize(3);
    }

    @Test
    void append_gatewayDead_isFenced() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.gateways().declareDead("gw1", ""));

        assertThat(farm.append("gw1", 1, 2, received(client, "gw1", "x"))).isEqualTo(FENCED);
        assertThat(farm.entries(1)).hasSize(1);
    }

    @Test
    void append_afterACommit_tellsPositionAndUnfinished() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));
        var entries = farm.entries(1);
        var lease = farm.acquire(1, "w1");
        var open = List.of(entries.get(0).getId(), entries.get(1).getId());
        get(farm.inbound().commit(TestFarm.commitAt(lease, "w1", entries.get(2), 3, open, List.of())));

        var reply = farm.append("gw1", 1, 4, received(client, "gw1", "c"));

        assertThat(reply)
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(
                        AppendReply.Status.OK, 4, 1, entries.get(2).getId(), String.join(",", open), ""));
    }

    @Test
    void append_twoGatewaysAndPartitions_countOnTheirOwn() {
        farm.register("gw1", "gw2");

        farm.tell(opened(farm.newClient(1), "gw1"), opened(farm.newClient(1), "gw1"));
        farm.tell(opened(farm.newClient(2), "gw1"));
        farm.tell(opened(farm.newClient(1), "gw2"));

        assertThat(farm.entries(1))
                .extracting(entry -> entry.getBody().get("origin"))
                .containsExactly("gw1:1:1", "gw1:1:2", "gw2:1:1");
        assertThat(farm.entries(2))
                .extracting(entry -> entry.getBody().get("origin"))
                .containsExactly("gw1:2:1");
        assertThat(get(farm.directory().countClients())).isEqualTo(4);
    }

    @Test
    void append_wholeBatchOfMixedBytes_comesOutAsItWentIn() {
        farm.register("gw1");
        String client = farm.newClient(3);
        ClientEvent[] batch = IntStream.range(0, AppendBatch.MAX_EVENTS)
                .mapToObj(i -> i == 0 ? opened(client, "gw1") : binary(client, i))
                .toArray(ClientEvent[]::new);
        farm.tell(batch);
        farm.tell(binary(client, 1 << 20));

        var reader = farm.inbound().reader(() -> {});
        var read = reader.read(Map.of(3, "0-0"), 100, Duration.ofSeconds(1));

        assertThat(read).extracting(StreamEntry::event).startsWith(batch).hasSize(AppendBatch.MAX_EVENTS + 1);
        assertThat(read.get(64).event()).isEqualTo(binary(client, 1 << 20));
        reader.close();
    }

    private static ClientEvent binary(String client, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return new ClientEvent.Received(client, "gw1", 1, Message.binary(bytes));
    }

    @Test
    void open_always_entersTheDirectory() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        assertThat(farm.plain().hgetall(farm.keys().client(client)))
                .isEqualTo(Map.of("gateway", "gw1", "from", "127.0.0.1:40000", "since", "1795329810123"));
        assertThat(farm.plain().smembers(farm.keys().gatewayClients("gw1"))).containsExactly(client);
        assertThat(get(farm.directory().isOnline(client))).isTrue();
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
    }

    @Test
    void open_appendedTwice_countsOnceAndKeepsTheVersion() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));

        farm.tell(opened(client, "gw1"));

        assertThat(farm.plain().hget(farm.keys().client(client), "version")).isEqualTo("1");
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
    }

    @Test
    void close_ofAClient_takesItOutOfEveryIndexAtOnce() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));
        get(farm.directory().joinGroup(client, "other: {room}"));
        get(farm.directory().bindUid(client, "u1"));
        get(farm.directory().writeSession(client, 0, "{\"a\":1}"));

        farm.tell(received(client, "gw1", "last"), closed(client, "gw1"));

        assertThat(farm.keyNames())
                .containsExactly(
                        "appended:gw1", "cell", "gateway:gw1", "gateways", "in:1", "partition:1", "session:" + client);
        assertThat(get(farm.directory().countClients())).isZero();
        assertThat(get(farm.directory().isOnline(client))).isFalse();
        assertThat(get(farm.directory().isUidOnline("u1"))).isFalse();
    }

    @Test
    void close_ofAClient_leavesItsSessionWithTheUidForADay() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.directory().bindUid(client, "u1"));
        get(farm.directory().writeSession(client, 0, "{\"a\":1}"));

        farm.tell(closed(client, "gw1"));

        assertThat(farm.plain().hgetall(farm.keys().session(client)))
                .isEqualTo(Map.of(
                        "value",
                        "{\"a\":1}",
                        "version",
                        "1",
                        "uid",
                        "u1",
                        "from",
                        "127.0.0.1:40000",
                        "since",
                        "1795329810123"));
        assertThat(farm.plain().ttl(farm.keys().session(client))).isBetween(86_000L, 86_400L);
        assertThat(get(farm.directory().uidOf(client))).hasValue("u1");
    }

    @Test
    void close_ofAClientWithoutSession_leavesAnEmptyOne() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);

        farm.tell(closed(client, "gw1"));

        assertThat(farm.plain().hgetall(farm.keys().session(client)))
                .isEqualTo(Map.of("uid", "", "from", "127.0.0.1:40000", "since", "1795329810123"));
        assertThat(get(farm.directory().session(client))).isEqualTo(StoredSession.EMPTY);
        assertThat(get(farm.directory().uidOf(client))).isEmpty();
    }

    @Test
    void close_afterIt_messagesQueuedBeforeStillWriteTheSession() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.tell(closed(client, "gw1"));

        assertThat(get(farm.directory().writeSession(client, 0, "{\"late\":1}")))
                .isEqualTo(SessionWrite.WRITTEN);
        assertThat(get(farm.directory().session(client))).isEqualTo(new StoredSession("{\"late\":1}", 1));
        assertThat(farm.plain().ttl(farm.keys().session(client))).isBetween(86_000L, 86_400L);
        assertThat(get(farm.directory().joinGroup(client, "room"))).isEqualTo(Change.OFFLINE);
        assertThat(get(farm.directory().bindUid(client, "u"))).isEqualTo(Change.OFFLINE);
        assertThat(get(farm.outbound().sendToClient(client, new byte[0]))).isFalse();
    }

    @Test
    void close_appendedTwice_countsOnce() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.open("gw1", 1);
        get(farm.directory().bindUid(client, "u1"));
        farm.tell(closed(client, "gw1"));

        farm.tell(closed(client, "gw1"));

        assertThat(get(farm.directory().countClients())).isEqualTo(1);
        assertThat(get(farm.directory().uidOf(client))).hasValue("u1");
    }

    @Test
    void close_byAGatewayThatDoesNotHoldTheClient_doesNothing() {
        farm.register("gw1", "gw2");
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));

        farm.tell(closed(client, "gw2"));

        assertThat(get(farm.directory().isOnline(client))).isTrue();
        assertThat(get(farm.directory().countClients("room"))).isEqualTo(1);
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
        assertThat(farm.keyNames()).doesNotContain("session:" + client);
    }

    @Test
    void close_ofAClientThatRedisDoesNotKnow_leavesASessionForItsHandler() {
        farm.register("gw1");
        String client = farm.newClient(1);

        farm.tell(closed(client, "gw1"));

        assertThat(farm.plain().hgetall(farm.keys().session(client))).isEqualTo(Map.of("uid", ""));
        assertThat(get(farm.directory().countClients())).isZero();
    }

    @Test
    void openAndClose_inOneBatch_leaveNoClient() {
        farm.register("gw1");
        String client = farm.newClient(1);

        farm.tell(opened(client, "gw1"), received(client, "gw1", "x"), closed(client, "gw1"));

        assertThat(farm.entries(1)).hasSize(3);
        assertThat(get(farm.directory().countClients())).isZero();
        assertThat(farm.keyNames()).doesNotContain("client:" + client, "gateway-clients:gw1");
    }
}

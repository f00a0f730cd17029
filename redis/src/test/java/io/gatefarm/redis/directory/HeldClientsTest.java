package io.gatefarm.redis.directory;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.Inbox;
import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.channel.Send;
import io.gatefarm.redis.channel.Target;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class HeldClientsTest {
    private static final String FROM = "127.0.0.1:40000";
    private static final long SINCE = 1795329810123L;

    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private HeldClients held;

    @BeforeEach
    void register() {
        farm.register("gw1", "gw2");
        held = farm.redis().heldClients("gw1");
    }

    private static ClientState state(String client, long version, String uid, String... groups) {
        return new ClientState(client, FROM, SINCE, version, uid, Set.of(groups));
    }

    private Restored restore(ClientState client) {
        return get(held.restore(List.of(client))).get(0);
    }

    private Optional<ClientState> known(String client) {
        return get(held.states(List.of(client))).get(0);
    }

    // ---- restoring

    @Test
    void restore_clientThatRedisHasLost_isAsItWasAndCounted() {
        String client = farm.newClient(1);

        assertThat(restore(state(client, 7, "u/1", "room", "héllo \"x\""))).isEqualTo(Restored.REPLACED);

        assertThat(known(client)).contains(state(client, 8, "u/1", "room", "héllo \"x\""));
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
        assertThat(get(farm.directory().countClients("room"))).isEqualTo(1);
        assertThat(get(farm.directory().clientIdsOfUid("u/1"))).containsExactly(client);
        assertThat(get(held.clientIds())).containsExactly(client);
        assertThat(get(farm.directory().leaveGroup(client, "room"))).isEqualTo(Change.DONE);
        assertThat(farm.plain().exists(farm.keys().groupGateways("room"))).isZero();
    }

    @Test
    void restore_repeated_changesOnlyTheVersion() {
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "room"));
        get(farm.directory().bindUid(client, "u1"));

        assertThat(restore(state(client, 2, "u1", "room"))).isEqualTo(Restored.REPLACED);
        assertThat(restore(state(client, 3, "u1", "room"))).isEqualTo(Restored.REPLACED);

        assertThat(known(client)).contains(state(client, 4, "u1", "room"));
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
        assertThat(farm.plain().hget(farm.keys().groupGateways("room"), "gw1")).isEqualTo("1");
    }

    @Test
    void restore_redisIsBehind_replacesWhatItHas() {
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "left"));
        get(farm.directory().bindUid(client, "old"));

        assertThat(restore(state(client, 9, "new", "joined"))).isEqualTo(Restored.REPLACED);

        assertThat(known(client)).contains(state(client, 10, "new", "joined"));
        assertThat(get(farm.directory().isUidOnline("old"))).isFalse();
        assertThat(get(farm.directory().countGroups())).isEqualTo(1);
    }

    @Test
    void restore_redisIsAhead_keepsWhatItHas() {
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "a"));
        get(farm.directory().joinGroup(client, "b"));

        assertThat(restore(state(client, 1, "", "a"))).isEqualTo(Restored.NEWER);

        assertThat(known(client)).contains(state(client, 2, "", "a", "b"));
    }

    @Test
    void restore_always_publishesTheStateThatHolds() throws Exception {
        String client = farm.open("gw1", 1);
        get(farm.directory().joinGroup(client, "a/b"));
        try (var inbox = Inbox.of(farm, "gw1")) {
            get(held.restore(List.of(state(client, 5, "u", "x"), state(client, 0, ""))));
            assertThat(inbox.frames())
                    .containsExactly(
                            new Frame.State(client, "u", List.of("x"), 6),
                            new Frame.State(client, "u", List.of("x"), 6));
        }
    }

    @Test
    void restore_gatewayDeadOrAnotherHoldsTheClient_isRefused() {
        String others = farm.open("gw2", 1);
        assertThat(restore(state(others, 5, "u"))).isEqualTo(Restored.REFUSED);
        get(farm.gateways().declareDead("gw1", ""));
        assertThat(restore(state(farm.newClient(1), 5, "u"))).isEqualTo(Restored.REFUSED);
        assertThat(get(farm.directory().countClients())).isEqualTo(1);
        assertThat(get(farm.directory().countUids())).isZero();
    }

    @Test
    void states_unknownAndForeignClients_areEmpty() {
        String own = farm.open("gw1", 1);
        String foreign = farm.open("gw2", 1);
        assertThat(get(held.states(List.of(foreign, own, farm.newClient(1)))))
                .containsExactly(Optional.empty(), Optional.of(state(own, 0, "")), Optional.empty());
        assertThat(get(held.known(List.of(foreign, own)))).containsExactly(own);
    }

    // ---- kicks

    @Test
    void close_inASend_isKeptUntilTheClientHasGone() {
        String client = farm.open("gw1", 1);
        String ofUid = farm.open("gw1", 2);
        String cut = farm.open("gw1", 1);
        String stays = farm.open("gw1", 1);
        get(farm.directory().bindUid(ofUid, "u"));
        var spoof = Message.text("{\"op\":\"close\",\"client\":\"" + stays + "\",\"code\":4100,\"bytes\":0}\n");
        get(farm.outbound()
                .send(List.of(
                        new Send(
                                Target.gateway("gw1"),
                                frames(
                                        new Frame.ToClients(List.of(stays), spoof),
                                        new Frame.Close(client, 4100, "say \"bye\"", Optional.of(spoof)),
                                        new Frame.Abort(cut))),
                        new Send(
                                Target.uids(List.of("u")),
                                frames(new Frame.CloseUid("u", 4101, "", Optional.empty()))))));

        assertThat(get(held.kicks()))
                .isEqualTo(Map.of(
                        client, new CloseReason(4100, "say \"bye\""),
                        ofUid, new CloseReason(4101, ""),
                        cut, new CloseReason(CloseReason.ABNORMAL, "")));
        for (String gone : List.of(client, ofUid, cut)) {
            farm.tell(TestFarm.closed(gone, "gw1"));
        }
        assertThat(get(held.kicks())).isEmpty();
    }

    @Test
    void close_ofAClientThatIsOffline_isNotKept() {
        String client = farm.newClient(1);
        get(farm.outbound().sendToGateway("gw1", frames(new Frame.Close(client, 1000, "", Optional.empty()))));
        assertThat(get(held.kicks())).isEmpty();
        farm.loseGateway("gw2");
        get(farm.outbound().sendToGateway("gw2", frames(new Frame.Close(client, 1000, "", Optional.empty()))));
        assertThat(farm.plain().hkeys(farm.keys().gateway("gw2"))).noneMatch(field -> field.startsWith("kick"));
    }

    private static byte[] frames(Frame... frames) {
        var all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            all.writeBytes(FrameCodec.encode(frame));
        }
        return all.toByteArray();
    }

    // ---- probing

    @Test
    void probe_aliveAndDead_changesNothing() throws Exception {
        get(farm.outbound().sendToGateway("gw1", new byte[0]));
        var before = farm.plain().hgetall(farm.keys().gateway("gw1"));
        byte[] probe = "9\n".getBytes(StandardCharsets.US_ASCII);
        try (var inbox = Inbox.of(farm, "gw1")) {
            assertThat(get(farm.outbound().probe("gw1", probe))).isEqualTo(1);
            assertThat(inbox.next().batch().number()).isEqualTo(9);
        }
        assertThat(farm.plain().hgetall(farm.keys().gateway("gw1"))).isEqualTo(before);
        get(farm.gateways().declareDead("gw1", ""));
        assertThat(get(farm.outbound().probe("gw1", new byte[0]))).isEqualTo(-1);
        assertThat(get(farm.outbound().probe("nobody", new byte[0]))).isEqualTo(-1);
        assertThat(farm.plain().exists(farm.keys().gateway("nobody"))).isZero();
    }
}

package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets what of what is sent. */
class OutboundTest {
    private static Farm farm;
    private static GatewayServer gateway;
    private static int round;

    private TestClient ann;
    private TestClient ben;
    private TestClient cid;
    private String annId;
    private String benId;
    private String cidId;

    @BeforeAll
    static void start() {
        farm = new Farm();
        gateway = GatewayServer.start(farm.config());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        farm.close();
    }

    @BeforeEach
    void connect() {
        round++;
        ann = TestClient.connect(gateway, "/ann" + round);
        ben = TestClient.connect(gateway, "/ben" + round);
        cid = TestClient.connect(gateway, "/cid" + round);
        annId = farm.clientId("/ann" + round);
        benId = farm.clientId("/ben" + round);
        cidId = farm.clientId("/cid" + round);
    }

    @AfterEach
    void disconnect() {
        List.of(ann, ben, cid).forEach(TestClient::close);
        for (String id : List.of(annId, benId, cidId)) {
            farm.eventsUntilClosed(id);
        }
    }

    /** What each client got up to a mark that is sent last. */
    private void assertReceived(List<String> byAnn, List<String> byBen, List<String> byCid) throws Exception {
        farm.send(gateway, new Frame.ToClients(List.of(annId, benId, cidId), Message.text("mark")));
        assertThat(untilMark(ann)).isEqualTo(byAnn);
        assertThat(untilMark(ben)).isEqualTo(byBen);
        assertThat(untilMark(cid)).isEqualTo(byCid);
    }

    private static List<String> untilMark(TestClient client) throws InterruptedException {
        var messages = new java.util.ArrayList<String>();
        for (var next = client.receive(); !next.equals("mark"); next = client.receive()) {
            messages.add((String) next);
        }
        return messages;
    }

    @Test
    void toClients_named_reachThemOnly() throws Exception {
        farm.send(gateway, new Frame.ToClients(List.of(annId, cidId, "000nobody0000000000"), Message.text("hi")));
        assertReceived(List.of("hi"), List.of(), List.of("hi"));
    }

    @Test
    void toClients_binary_arrivesAsBinary() throws Exception {
        byte[] large = new byte[70_000];
        large[69_999] = 7;
        farm.send(gateway, new Frame.ToClients(List.of(annId), Message.binary(new byte[] {1, -1})));
        farm.send(gateway, new Frame.ToClients(List.of(annId), Message.binary(new byte[300])));
        assertThat(ann.receive()).isEqualTo(ByteBuffer.wrap(new byte[] {1, -1}));
        assertThat(((ByteBuffer) ann.receive()).remaining()).isEqualTo(300);
    }

    @Test
    void toGroup_afterJoin_reachesMembersButTheExcepted() throws Exception {
        for (String id : List.of(annId, benId, cidId)) {
            Farm.await(farm.redis.directory().joinGroup(id, "room"));
        }
        group("one", List.of("room"), List.of(benId));
        Farm.await(farm.redis.directory().leaveGroup(cidId, "room"));
        group("two", List.of("room"), List.of());
        assertReceived(List.of("one", "two"), List.of("two"), List.of("one"));
    }

    @Test
    void toGroups_memberOfBoth_getsItOnce() throws Exception {
        Farm.await(farm.redis.directory().joinGroup(annId, "a"));
        Farm.await(farm.redis.directory().joinGroup(annId, "b"));
        Farm.await(farm.redis.directory().joinGroup(benId, "b"));
        group("once", List.of("a", "b", "empty"), List.of());
        assertReceived(List.of("once"), List.of("once"), List.of());
    }

    private static void group(String text, List<String> groups, List<String> except) {
        byte[] frame = FrameCodec.encode(new Frame.ToGroups(groups, except, Message.text(text)));
        Farm.await(farm.redis.outbound().sendToGroups(groups, frame));
    }

    @Test
    void toUids_afterBind_reachEveryClientOfTheUid() throws Exception {
        Farm.await(farm.redis.directory().bindUid(annId, "u1"));
        Farm.await(farm.redis.directory().bindUid(benId, "u1"));
        Farm.await(farm.redis.directory().bindUid(cidId, "u2"));
        uid("one");
        Farm.await(farm.redis.directory().bindUid(benId, "u2")); // takes the place of u1
        Farm.await(farm.redis.directory().unbindUid(annId));
        Farm.await(farm.redis.directory().bindUid(cidId, "u1"));
        uid("two");
        assertReceived(List.of("one"), List.of("one"), List.of("two"));
    }

    private static void uid(String text) {
        byte[] frame = FrameCodec.encode(new Frame.ToUids(List.of("u1"), List.of(), Message.text(text)));
        Farm.await(farm.redis.outbound().sendToUids(List.of("u1"), frame));
    }

    @Test
    void toAll_exceptOne_reachesTheOthers() throws Exception {
        byte[] frame = FrameCodec.encode(new Frame.ToAll(List.of(benId), Message.text("all")));
        Farm.await(farm.redis.outbound().sendToAll(frame));
        // another channel than the mark's, on the same connection: it keeps its order
        assertReceived(List.of("all"), List.of(), List.of("all"));
    }

    @Test
    void toClients_manyInOneChannelMessage_keepOrder() throws Exception {
        Frame[] frames = new Frame[500];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new Frame.ToClients(List.of(annId), Message.text("m" + i));
        }
        farm.send(gateway, frames);
        for (int i = 0; i < frames.length; i++) {
            assertThat(ann.receive()).isEqualTo("m" + i);
        }
    }

    @Test
    void group_ofAClientThatHasGone_isForgotten() throws Exception {
        Farm.await(farm.redis.directory().joinGroup(annId, "gone-" + round));
        await().untilAsserted(() ->
                assertThat(Http.get(gateway.adminPort(), "/metrics").body()).contains("gatefarm_gateway_groups 1.0"));
        farm.send(gateway, new Frame.Close(annId, 4100, "", Optional.empty()));
        ann.awaitClosed();
        await().untilAsserted(() ->
                assertThat(Http.get(gateway.adminPort(), "/metrics").body()).contains("gatefarm_gateway_groups 0.0"));
    }

    @Test
    void noise_onTheChannel_isSurvived() throws Exception {
        Farm.await(farm.redis
                .outbound()
                .sendToGateway(gateway.id(), "no frame\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        farm.send(gateway, new Frame.ToClients(List.of(annId), Message.text("after")));
        assertReceived(List.of("after"), List.of(), List.of());
    }
}

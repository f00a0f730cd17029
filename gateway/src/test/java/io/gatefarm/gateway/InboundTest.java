package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What clients send becomes events in the streams. */
class InboundTest {
    private static Farm farm;
    private static GatewayServer gateway;

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

    @Test
    void open_anyPath_carriesTheHandshake() {
        try (var client = TestClient.connect(gateway, "/room/7?token=a%20b&x=1", "chat.v2", "other")) {
            String id = farm.clientId("/room/7");
            var opened = (ClientEvent.Opened) Farm.of(id, farm.read()).get(0);
            assertThat(opened.gatewayId()).isEqualTo(gateway.id());
            assertThat(opened.handshake().query()).isEqualTo("token=a%20b&x=1");
            assertThat(opened.handshake().header("Sec-WebSocket-Version")).contains("13");
            assertThat(opened.handshake().subProtocol()).isEqualTo("chat.v2");
            assertThat(client.socket().getSubprotocol()).isEqualTo("chat.v2");
            assertThat(opened.handshake().remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(opened.handshake().remotePort()).isPositive();
        }
    }

    @Test
    void message_textAndBinary_keepKindAndBytes() {
        try (var client = TestClient.connect(gateway, "/kinds")) {
            client.send("héllo ✓ 🎉");
            client.send(new byte[] {0, -1, 127});
            client.send("");
            assertThat(farm.messages(farm.clientId("/kinds"), 3))
                    .containsExactly(
                            Message.text("héllo ✓ 🎉"), Message.binary(new byte[] {0, -1, 127}), Message.text(""));
        }
    }

    @Test
    void message_thousandOfOneClient_keepOrder() {
        try (var client = TestClient.connect(gateway, "/order")) {
            List<String> sent = IntStream.range(0, 1000).mapToObj(i -> "m" + i).toList();
            sent.forEach(client::send);
            var received = farm.messages(farm.clientId("/order"), 1000);
            assertThat(received.stream().map(Message::text)).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void message_inFragmentsWithAPingBetween_isOne() throws Exception {
        try (var client = RawClient.open(gateway, "/fragments")) {
            byte[] text = "zwölf €uro".getBytes(StandardCharsets.UTF_8);
            client.frame(RawClient.TEXT, java.util.Arrays.copyOfRange(text, 0, 3)); // splits the ö
            client.frame(RawClient.FIN | RawClient.PING, new byte[] {42});
            client.frame(0, java.util.Arrays.copyOfRange(text, 3, 5));
            client.frame(RawClient.FIN, java.util.Arrays.copyOfRange(text, 5, text.length));
            assertThat(farm.messages(farm.clientId("/fragments"), 1)).containsExactly(Message.text("zwölf €uro"));
            var pong = client.receive();
            assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
            assertThat(pong.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {42}));
        }
    }

    @Test
    void message_ofExactlyTheLimit_passes() {
        try (var client = TestClient.connect(gateway, "/limit")) {
            String text = "x".repeat(64 << 10);
            client.send(text);
            client.send("after");
            assertThat(farm.messages(farm.clientId("/limit"), 2))
                    .containsExactly(Message.text(text), Message.text("after"));
        }
    }

    @Test
    void ping_withPayload_isAnswered() throws Exception {
        try (var client = TestClient.connect(gateway, "/ping")) {
            client.socket().sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
            assertThat(client.pongs.take()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
    }
}

package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** However a client ends, it has one open event, its messages and one close event, in this order. */
class ClosingTest {
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

    /** The close event's reason, after checking that everything came once and in order. */
    private static CloseReason reasonAfter(String clientId, int messages) {
        List<ClientEvent> events = farm.eventsUntilClosed(clientId);
        assertThat(events).hasSize(messages + 2);
        assertThat(events.get(0)).isInstanceOf(ClientEvent.Opened.class);
        assertThat(events.subList(1, messages + 1)).hasOnlyElementsOfType(ClientEvent.Received.class);
        assertThat(Farm.await(farm.redis.directory().isOnline(clientId))).isFalse();
        return ((ClientEvent.Closed) events.get(messages + 1)).reason();
    }

    @Test
    void close_byTheClient_keepsItsCodeAndReason() throws Exception {
        try (var client = TestClient.connect(gateway, "/by-client")) {
            String id = farm.clientId("/by-client");
            assertThat(Farm.await(farm.redis.directory().isOnline(id))).isTrue();
            client.send("last words");
            client.socket().sendClose(3007, "bye").join();
            assertThat(client.awaitClosed().code()).isEqualTo(3007);
            assertThat(reasonAfter(id, 1)).isEqualTo(new CloseReason(3007, "bye"));
        }
    }

    @Test
    void close_normal_isAnswered() throws Exception {
        try (var client = TestClient.connect(gateway, "/normal")) {
            String id = farm.clientId("/normal");
            client.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            assertThat(client.awaitClosed().code()).isEqualTo(1000);
            assertThat(reasonAfter(id, 0).code()).isEqualTo(1000);
        }
    }

    @Test
    void close_withoutACode_is1005() throws Exception {
        try (var client = RawClient.open(gateway, "/no-code")) {
            client.frame(RawClient.FIN | RawClient.CLOSE, new byte[0]);
            assertThat(client.receive().opcode()).isEqualTo(RawClient.CLOSE);
            assertThat(reasonAfter(farm.clientId("/no-code"), 0).code()).isEqualTo(1005);
        }
    }

    @Test
    void reset_withoutACloseFrame_is1006() throws Exception {
        try (var client = RawClient.open(gateway, "/reset")) {
            client.frame(RawClient.FIN | RawClient.TEXT, new byte[] {'a'});
            String id = farm.clientId("/reset");
            farm.messages(id, 1);
            client.reset();
            assertThat(reasonAfter(id, 1)).isEqualTo(new CloseReason(1006, ""));
        }
    }

    @Test
    void endOfStream_withoutACloseFrame_is1006() throws Exception {
        try (var client = RawClient.open(gateway, "/eof")) {
            client.socket.shutdownOutput();
            assertThat(reasonAfter(farm.clientId("/eof"), 0).code()).isEqualTo(1006);
        }
    }

    @Test
    void kick_withALastMessage_deliversItFirst() throws Exception {
        try (var client = TestClient.connect(gateway, "/kick")) {
            String id = farm.clientId("/kick");
            farm.send(gateway, new Frame.Close(id, 4100, "kicked", Optional.of(Message.text("you are out"))));
            assertThat(client.receive()).isEqualTo("you are out");
            assertThat(client.awaitClosed()).isEqualTo(new TestClient.Closed(4100, "kicked"));
            assertThat(reasonAfter(id, 0)).isEqualTo(new CloseReason(4100, "kicked"));
        }
    }

    @Test
    void close_withACodeNobodyMaySend_is1011() throws Exception {
        try (var client = TestClient.connect(gateway, "/bad-code")) {
            farm.send(gateway, new Frame.Close(farm.clientId("/bad-code"), 1006, "x", Optional.empty()));
            assertThat(client.awaitClosed().code()).isEqualTo(1011);
        }
    }

    @Test
    void close_reasonTooLongForAFrame_isCutToFit() throws Exception {
        try (var client = TestClient.connect(gateway, "/long-reason")) {
            String reason = "ä".repeat(200);
            farm.send(gateway, new Frame.Close(farm.clientId("/long-reason"), 4100, reason, Optional.empty()));
            assertThat(client.awaitClosed().reason()).isEqualTo("ä".repeat(61));
        }
    }

    @Test
    void abort_byTheWorker_cutsOff() throws Exception {
        try (var client = RawClient.open(gateway, "/abort")) {
            String id = farm.clientId("/abort");
            farm.send(gateway, new Frame.Abort(id));
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            assertThat(reasonAfter(id, 0)).isEqualTo(new CloseReason(1006, "aborted"));
        }
    }

    @Test
    void kick_clientThatNeverAnswers_isCutOffInTime() throws Exception {
        var defaults = farm.config();
        var config = defaults.withClient(defaults.client().withCloseTimeout(Duration.ofMillis(200)));
        try (var other = GatewayServer.start(config);
                var client = RawClient.open(other, "/mute")) {
            String id = farm.clientId("/mute");
            farm.send(other, new Frame.Close(id, 4101, "banned", Optional.empty()));
            assertThat(client.awaitCloseCode()).isEqualTo(4101);
            assertThat(reasonAfter(id, 0).code()).isEqualTo(4101);
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void message_afterAKick_isDiscarded() throws Exception {
        try (var client = RawClient.open(gateway, "/late")) {
            String id = farm.clientId("/late");
            farm.send(gateway, new Frame.Close(id, 4100, "kicked", Optional.empty()));
            assertThat(client.awaitCloseCode()).isEqualTo(4100);
            client.frame(RawClient.FIN | RawClient.TEXT, new byte[] {'x'});
            client.frame(RawClient.FIN | RawClient.CLOSE, new byte[] {0x10, 0x04});
            assertThat(reasonAfter(id, 0).code()).isEqualTo(4100);
            await().until(() -> Farm.await(farm.redis.directory().isOnline(id)).equals(false));
        }
    }
}

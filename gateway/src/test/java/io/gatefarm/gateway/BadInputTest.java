package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client does wrong closes that client with the right code, and no other. */
class BadInputTest {
    private static Farm farm;
    private static GatewayServer gateway;
    private static int witnesses;

    private TestClient witness;
    private String witnessPath;

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
    void connectWitness() {
        witnessPath = "/witness-" + witnesses++;
        witness = TestClient.connect(gateway, witnessPath);
    }

    @AfterEach
    void witness_isUnaffected() {
        witness.send("still here");
        assertThat(farm.messages(farm.clientId(witnessPath), 1)).containsExactly(Message.text("still here"));
        assertThat(witness.closed).isNotDone();
        witness.close();
    }

    private static void assertClosed(String path, int code) {
        var events = farm.eventsUntilClosed(farm.clientId(path));
        assertThat(((ClientEvent.Closed) events.get(events.size() - 1)).reason().code())
                .isEqualTo(code);
        assertThat(events).noneMatch(event -> event instanceof ClientEvent.Received);
    }

    @Test
    void message_oneByteOverTheLimit_is1009() throws IOException {
        try (var client = RawClient.open(gateway, "/over")) {
            client.frame(RawClient.FIN | RawClient.TEXT, new byte[(64 << 10) + 1]);
            assertThat(client.awaitCloseCode()).isEqualTo(1009);
        }
        assertClosed("/over", 1009);
    }

    @Test
    void message_farOverTheLimit_is1009EvenWhileItIsStillSent() throws IOException {
        try (var client = RawClient.open(gateway, "/far-over")) {
            client.frame(RawClient.FIN | RawClient.BINARY, new byte[1 << 20]);
            assertThat(client.awaitCloseCode()).isEqualTo(1009);
        }
        assertClosed("/far-over", 1009);
    }

    @Test
    void message_fragmentsOverTheLimitTogether_is1009() throws IOException {
        try (var client = RawClient.open(gateway, "/sum")) {
            client.frame(RawClient.BINARY, new byte[40_000]);
            client.frame(RawClient.FIN, new byte[40_000]);
            assertThat(client.awaitCloseCode()).isEqualTo(1009);
        }
        assertClosed("/sum", 1009);
    }

    @Test
    void text_notUtf8_is1007() throws IOException {
        try (var client = RawClient.open(gateway, "/utf8")) {
            client.frame(RawClient.FIN | RawClient.TEXT, new byte[] {'a', (byte) 0xC3, '('});
            assertThat(client.awaitCloseCode()).isEqualTo(1007);
        }
        assertClosed("/utf8", 1007);
    }

    @Test
    void text_characterCutShort_is1007() throws IOException {
        try (var client = RawClient.open(gateway, "/cut")) {
            client.frame(RawClient.FIN | RawClient.TEXT, new byte[] {(byte) 0xE2, (byte) 0x82});
            assertThat(client.awaitCloseCode()).isEqualTo(1007);
        }
        assertClosed("/cut", 1007);
    }

    @Test
    void frame_notMasked_is1002() throws IOException {
        try (var client = RawClient.open(gateway, "/unmasked")) {
            client.write(RawClient.encode(RawClient.FIN | RawClient.TEXT, new byte[] {'a'}, false));
            assertThat(client.awaitCloseCode()).isEqualTo(1002);
        }
        assertClosed("/unmasked", 1002);
    }

    @Test
    void frame_ofAnUnknownKind_is1002() throws IOException {
        try (var client = RawClient.open(gateway, "/unknown")) {
            client.frame(RawClient.FIN | 0x3, new byte[] {1});
            assertThat(client.awaitCloseCode()).isEqualTo(1002);
        }
        assertClosed("/unknown", 1002);
    }

    @Test
    void frame_continuationOfNothing_is1002() throws IOException {
        try (var client = RawClient.open(gateway, "/continuation")) {
            client.frame(RawClient.FIN, new byte[] {1});
            assertThat(client.awaitCloseCode()).isEqualTo(1002);
        }
        assertClosed("/continuation", 1002);
    }

    @Test
    void frame_pingOver125Bytes_is1002() throws IOException {
        try (var client = RawClient.open(gateway, "/long-ping")) {
            client.frame(RawClient.FIN | RawClient.PING, new byte[126]);
            assertThat(client.awaitCloseCode()).isEqualTo(1002);
        }
        assertClosed("/long-ping", 1002);
    }

    @Test
    void noise_beforeTheHandshake_opensNothing() throws IOException {
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);
        try (var client = new RawClient(gateway)) {
            client.write(noise);
            client.write("\r\n\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void handshake_withoutAKey_is400() throws IOException {
        try (var client = new RawClient(gateway)) {
            client.write(RawClient.request("/", "Sec-WebSocket-Version: 13"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void handshake_ofAnotherVersion_is426AndNamesOurs() throws IOException {
        try (var client = new RawClient(gateway)) {
            client.write(RawClient.request("/", "Sec-WebSocket-Version: 8", RawClient.KEY));
            assertThat(client.readHead()).startsWith("HTTP/1.1 426").contains("Sec-WebSocket-Version: 13");
        }
    }
}

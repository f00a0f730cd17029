package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.config.PingConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How silent clients are found out. */
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final String PING_TEXT = "{\"type\":\"ping\"}";

    private static Farm farm;

    @BeforeAll
    static void start() {
        farm = new Farm();
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    private static GatewayServer gateway(PingConfig ping) {
        var config = farm.config();
        return GatewayServer.start(config.withClient(config.client().withPing(ping)));
    }

    @Test
    void ping_neverAnswered_endsWith4003() throws Exception {
        try (var gateway = gateway(new PingConfig(INTERVAL, "", 2, Duration.ZERO));
                var client = RawClient.open(gateway, "/mute")) {
            assertThat(client.receive().opcode()).isEqualTo(RawClient.PING);
            assertThat(client.receive().opcode()).isEqualTo(RawClient.PING);
            assertThat(client.receive().closeCode()).isEqualTo(4003);
        }
    }

    @Test
    void ping_answeredByPongs_keepsTheClient() throws Exception {
        try (var gateway = gateway(new PingConfig(INTERVAL, "", 1, Duration.ZERO));
                var client = RawClient.open(gateway, "/alive")) {
            for (int i = 0; i < 6; i++) {
                assertThat(client.receive().opcode()).isEqualTo(RawClient.PING);
                client.frame(RawClient.FIN | RawClient.PONG, new byte[0]);
            }
        }
    }

    @Test
    void pingText_answeredByMessages_keepsTheClientUntilItFallsSilent() throws Exception {
        try (var gateway = gateway(new PingConfig(INTERVAL, PING_TEXT, 1, Duration.ZERO));
                var client = RawClient.open(gateway, "/chatty")) {
            for (int i = 0; i < 4; i++) {
                var ping = client.receive();
                assertThat(ping.opcode()).isEqualTo(RawClient.TEXT);
                assertThat(ping.text()).isEqualTo(PING_TEXT);
                client.frame(RawClient.FIN | RawClient.TEXT, "pong".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(client.awaitCloseCode()).isEqualTo(4003);
        }
    }

    @Test
    void idleTimeout_withoutPings_endsWith4003() throws Exception {
        try (var gateway = gateway(new PingConfig(Duration.ZERO, "", 1, INTERVAL));
                var client = RawClient.open(gateway, "/idle")) {
            assertThat(client.receive().closeCode()).isEqualTo(4003);
        }
    }

    /** As long as GatewayWorker's documents have it: a second or two are no matter here, the order of things is. */
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private static double seconds(long sinceNs) {
        return (System.nanoTime() - sinceNs) / 1e9;
    }

    @Test
    void parity24_limit0_silentClientIsPingedEachIntervalAndNeverClosed() throws Exception {
        try (var gateway = gateway(new PingConfig(TWO_SECONDS, PING_TEXT, 0, Duration.ZERO));
                var client = RawClient.open(gateway, "/limit0")) {
            long opened = System.nanoTime();
            assertThat(client.receive().text()).isEqualTo(PING_TEXT);
            assertThat(seconds(opened)).isBetween(1.9, 4.0);
            long first = System.nanoTime();
            assertThat(client.receive().text()).isEqualTo(PING_TEXT);
            assertThat(client.receive().text()).isEqualTo(PING_TEXT);
            assertThat(seconds(first)).as("two more intervals").isBetween(3.5, 6.0);
        }
    }

    @Test
    void parity25_limit1WithoutPings_silentClientIsClosedAfterThreeToFourSeconds() throws Exception {
        var ping = new PingConfig(TWO_SECONDS, PingConfig.Kind.NONE, "", 1, Duration.ZERO);
        try (var gateway = gateway(ping);
                var client = RawClient.open(gateway, "/no-data")) {
            long opened = System.nanoTime();
            var end = client.receive();
            assertThat(end.opcode()).as("no ping before").isEqualTo(RawClient.CLOSE);
            assertThat(end.closeCode()).isEqualTo(4003);
            assertThat(seconds(opened)).isBetween(2.9, 4.0);
            client.frame(RawClient.FIN | RawClient.CLOSE, new byte[] {0x0F, (byte) 0xA3});

            var events = farm.eventsUntilClosed(farm.clientId("/no-data"));
            assertThat(events).hasSize(2);
        }
    }

    @Test
    void parity26_clientThatTalks_isNeitherPingedNorClosed() throws Exception {
        var ping = new PingConfig(Duration.ofMillis(500), PING_TEXT, 1, Duration.ZERO);
        try (var gateway = gateway(ping);
                var client = RawClient.open(gateway, "/talks")) {
            for (int i = 0; i < 30; i++) {
                client.frame(RawClient.FIN | RawClient.TEXT, "talk".getBytes(StandardCharsets.UTF_8));
                farm.messages(farm.clientId("/talks"), i + 1);
                LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
            }
            client.frame(RawClient.FIN | RawClient.PING, new byte[0]);
            assertThat(client.receive().opcode()).as("nothing came before").isEqualTo(RawClient.PONG);
        }
    }

    @Test
    void parity27_pong_countsAsLife() throws Exception {
        var ping = new PingConfig(Duration.ofMillis(300), PingConfig.Kind.NONE, "", 1, Duration.ZERO);
        try (var gateway = gateway(ping);
                var client = RawClient.open(gateway, "/pong")) {
            long opened = System.nanoTime();
            while (seconds(opened) < 1.5) {
                client.frame(RawClient.FIN | RawClient.PONG, new byte[0]); // as browsers do, unasked
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            client.frame(RawClient.FIN | RawClient.PING, new byte[0]);
            assertThat(client.receive().opcode()).isEqualTo(RawClient.PONG);
            assertThat(client.awaitCloseCode()).as("silent at last").isEqualTo(4003);
        }
    }
}

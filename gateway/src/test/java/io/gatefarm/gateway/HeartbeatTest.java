package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.config.PingConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How silent clients are found out. */
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);
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
}

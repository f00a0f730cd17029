package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.InboundConfig;
import io.gatefarm.redis.event.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to clients while Redis takes no more. */
class BackPressureTest {
    private static final long LAG_LIMIT = 10;

    private Farm farm;

    @BeforeEach
    void start() {
        farm = new Farm(Farm.REDIS.uri(), 1);
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    private GatewayServer gateway(long bufferBytes, Duration outageLimit) {
        return GatewayServer.start(farm.config().withInbound(new InboundConfig(bufferBytes, LAG_LIMIT, outageLimit)));
    }

    /** Lets the partition take more, as workers do that have handled all that was and will be. */
    private void handleAll() {
        farm.commands(redis -> redis.hset(
                farm.redis.keys().partition(0),
                Map.of("owner", "worker", "read", "1000000", "position", Long.MAX_VALUE + "-0")));
    }

    /** Lets the partition take nothing from now on, as when no worker reads. */
    private void stopReading() {
        farm.commands(redis -> redis.hset(farm.redis.keys().partition(0), "appended", "1000"));
    }

    /** The log is full and the client waits. */
    private static void awaitPause(GatewayServer gateway) {
        await().untilAsserted(() -> assertThat(Http.metric(gateway, "gatefarm_gateway_pauses_total"))
                .isPositive());
    }

    @Test
    void flood_whileThePartitionIsFull_stopsReadingAndLosesNothing() throws Exception {
        try (var gateway = gateway(8192, Duration.ofMinutes(1));
                var client = RawClient.open(gateway, "/flood")) {
            List<String> sent =
                    IntStream.range(0, 2000).mapToObj(i -> "message " + i).toList();
            for (String text : sent) {
                client.frame(RawClient.FIN | RawClient.TEXT, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            awaitPause(gateway);
            assertThat(farm.read()).hasSizeLessThan(200);
            handleAll();
            assertThat(farm.messages(farm.clientId("/flood"), sent.size()).stream()
                            .map(Message::text))
                    .containsExactlyElementsOf(sent);
        }
    }

    @Test
    void load_oneOfEightPartitionsFull_isFull() throws Exception {
        var inbound = new InboundConfig(8 * 8192, LAG_LIMIT, Duration.ofMinutes(1));
        try (var eight = new Farm();
                var gateway = GatewayServer.start(eight.config().withInbound(inbound));
                var flooding = RawClient.open(gateway, "/flooding")) {
            for (int i = 0; i < 100; i++) {
                flooding.frame(RawClient.FIN | RawClient.TEXT, new byte[50]);
            }
            awaitPause(gateway);
            assertThat(Http.metric(gateway, "gatefarm_load_ratio{role=\"gateway\"}"))
                    .isEqualTo(1);
            assertThat(Http.metric(gateway, "gatefarm_gateway_inbound_queue_bytes"))
                    .isLessThan(4 * 8192);
        }
    }

    @Test
    void quietClient_breaksOffWhileTheLogIsFull_keepsNobodyWaiting() throws Exception {
        try (var gateway = gateway(8192, Duration.ofMinutes(1));
                var quiet = RawClient.open(gateway, "/quiet");
                var behind = RawClient.open(gateway, "/behind");
                var flooding = RawClient.open(gateway, "/flooding")) {
            List.of("/quiet", "/behind", "/flooding").forEach(farm::clientId);
            stopReading();
            for (int i = 0; i < 100; i++) {
                flooding.frame(RawClient.FIN | RawClient.TEXT, new byte[50]);
            }
            awaitPause(gateway);
            quiet.reset();
            await().until(() -> Http.metric(gateway, "gatefarm_gateway_connections") == 2);
            behind.frame(RawClient.FIN | RawClient.TEXT, new byte[] {'1'});
            await().until(() -> Http.metric(gateway, "gatefarm_gateway_pauses_total") == 2);
            behind.frame(RawClient.FIN | RawClient.TEXT, new byte[] {'2'});
            handleAll();
            assertThat(farm.messages(farm.clientId("/behind"), 2))
                    .containsExactly(Message.text("1"), Message.text("2"));
            assertThat(farm.messages(farm.clientId("/flooding"), 100)).hasSize(100);
            assertThat(farm.eventsUntilClosed(farm.clientId("/quiet"))).hasSize(2);
            assertThat(Http.metric(gateway, "gatefarm_gateway_receiver_failures_total"))
                    .isZero();
        }
    }

    @Test
    void upgrade_whileTheBufferIsFull_is503AndLaterTaken() throws Exception {
        try (var gateway = gateway(8192, Duration.ofMinutes(1));
                var flooding = RawClient.open(gateway, "/flooding")) {
            for (int i = 0; i < 100; i++) {
                flooding.frame(RawClient.FIN | RawClient.TEXT, new byte[50]);
            }
            awaitPause(gateway);
            assertRefused(gateway);
            assertThat(Http.get(gateway.adminPort(), "/readyz").body()).isEqualTo("the inbound buffer is full\n");
            handleAll();
            farm.messages(farm.clientId("/flooding"), 100);
            try (var next = RawClient.open(gateway, "/next")) {
                assertThat(farm.clientId("/next")).isNotEmpty();
                assertThat(next.socket.isConnected()).isTrue();
            }
        }
    }

    private static void assertRefused(GatewayServer gateway) throws IOException {
        try (var client = new RawClient(gateway)) {
            client.write(RawClient.request("/refused", "Sec-WebSocket-Version: 13", RawClient.KEY));
            assertThat(client.readHead()).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
        }
    }

    @Test
    void client_pausedPastTheLimit_isClosedWith4002() throws Exception {
        try (var gateway = gateway(1024, Duration.ofMillis(300));
                var client = RawClient.open(gateway, "/waiting")) {
            for (int i = 0; i < 100; i++) {
                client.frame(RawClient.FIN | RawClient.TEXT, new byte[50]);
            }
            assertThat(client.awaitCloseCode()).isEqualTo(4002);
        }
    }
}

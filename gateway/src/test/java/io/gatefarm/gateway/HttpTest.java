package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.gateway.http.PortException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two HTTP ports beside WebSocket. */
class HttpTest {
    private Farm farm;

    @BeforeEach
    void start() {
        farm = new Farm();
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    private GatewayServer gateway(String staticFiles) {
        var config = farm.config();
        return GatewayServer.start(config.withListen(config.listen().withStaticFiles(staticFiles)));
    }

    @Test
    void staticFiles_fromAFolder_areServedBesideWebSocket(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("index.html"), "<h1>chat</h1>");
        Files.writeString(folder.resolve("chat.js"), "let x");
        try (var gateway = gateway(folder.toString());
                var client = TestClient.connect(gateway, "/")) {
            var page = Http.get(gateway.port(), "/");
            assertThat(page.body()).isEqualTo("<h1>chat</h1>");
            assertThat(page.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(page.headers().map()).doesNotContainKeys("server", "date");
            assertThat(Http.get(gateway.port(), "/chat.js").statusCode()).isEqualTo(200);
            assertThat(Http.get(gateway.port(), "/no.js").statusCode()).isEqualTo(404);
            assertThat(Http.get(gateway.port(), "/..%2f..%2fetc/passwd").statusCode())
                    .isIn(400, 404);
            assertThat(client.closed).isNotDone();
        }
    }

    @Test
    void staticFiles_fromTheClassPath_areServed() throws Exception {
        try (var gateway = gateway("classpath:io/gatefarm/gateway/page")) {
            assertThat(Http.get(gateway.port(), "/").body()).contains("a test page");
        }
    }

    @Test
    void staticFiles_missing_failTheStartAndShowThePlace() {
        assertThatThrownBy(() -> gateway("/no/such/folder")).hasMessageContaining("\"/no/such/folder\"");
        assertThatThrownBy(() -> gateway("classpath:no/such")).hasMessageContaining("\"classpath:no/such\"");
    }

    @Test
    void publicPort_withoutStaticFiles_showsNothing() throws Exception {
        try (var gateway = gateway("")) {
            assertThat(Http.get(gateway.port(), "/").statusCode()).isEqualTo(404);
            assertThat(Http.get(gateway.port(), "/metrics").statusCode()).isEqualTo(404);
            assertThat(Http.get(gateway.port(), "/healthz").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void admin_ofARunningGateway_answers() throws Exception {
        try (var gateway = gateway("");
                var client = TestClient.connect(gateway, "/x")) {
            client.send("12345");
            farm.messages(farm.clientId("/x"), 1);
            assertThat(Http.get(gateway.adminPort(), "/healthz").body()).isEqualTo("ok\n");
            var ready = Http.get(gateway.adminPort(), "/readyz");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("ready\n");
            assertThat(Http.get(gateway.adminPort(), "/info").body())
                    .contains(
                            "\"id\":\"" + gateway.id() + "\"",
                            "\"app\":\"" + farm.app + "\"",
                            "\"clients\":1",
                            "\"partitions\":8");
            assertThat(Http.get(gateway.adminPort(), "/").statusCode()).isEqualTo(404);
            assertThat(Http.get(gateway.adminPort(), "/metrics").body())
                    .contains(
                            "gatefarm_gateway_connections 1.0",
                            "gatefarm_gateway_opened_total 1.0",
                            "gatefarm_gateway_messages_received_total 1.0",
                            "gatefarm_gateway_received_bytes_total 5.0",
                            "gatefarm_gateway_ready 1.0",
                            "gatefarm_gateway_redis_up 1.0",
                            "gatefarm_gateway_frames_lost_total{channel=\"own\"} 0.0",
                            "gatefarm_gateway_append_seconds_bucket",
                            "gatefarm_gateway_append_events_bucket",
                            "gatefarm_gateway_inbound_queue_bytes",
                            "jvm_memory_used_bytes")
                    .doesNotContain("process_cpu_time", "system_cpu_count");
        }
    }

    @Test
    void port_taken_failsTheStartAndNamesIt() {
        try (var first = gateway("")) {
            var config = farm.config();
            assertThatThrownBy(() -> GatewayServer.start(
                            config.withListen(config.listen().withPorts(first.port(), 0))))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("0.0.0.0:" + first.port());
        }
    }
}

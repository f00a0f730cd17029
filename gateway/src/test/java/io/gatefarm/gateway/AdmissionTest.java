package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.AdmissionConfig;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.stream.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may connect, and whom a handshake is from. */
class AdmissionTest {
    private static Farm farm;

    @BeforeAll
    static void start() {
        farm = new Farm();
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    private static GatewayServer gateway(AdmissionConfig admission) {
        return GatewayServer.start(farm.config().withAdmission(admission));
    }

    private static String answer(GatewayServer gateway, String path, String... headers) throws Exception {
        try (var client = new RawClient(gateway)) {
            return ask(client, path, headers);
        }
    }

    private static String ask(RawClient client, String path, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Sec-WebSocket-Version: 13", RawClient.KEY));
        all.addAll(List.of(headers));
        client.write(RawClient.request(path, all.toArray(String[]::new)));
        return client.readHead();
    }

    private static Handshake handshake(String path) {
        farm.clientId(path);
        return farm.read().stream()
                .map(StreamEntry::event)
                .filter(ClientEvent.Opened.class::isInstance)
                .map(event -> ((ClientEvent.Opened) event).handshake())
                .filter(handshake -> handshake.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static double refused(GatewayServer gateway, String cause) throws Exception {
        return Http.metric(gateway, "gatefarm_gateway_upgrades_refused_total{cause=\"" + cause + "\"}");
    }

    @Test
    void parity01_handshake_bringsQueryHeadersCookiesAndAddress() throws Exception {
        try (var gateway = gateway(AdmissionConfig.DEFAULTS)) {
            String head = answer(
                    gateway,
                    "/parity1?token=a&x=1&x=%C3%A4+b&flag",
                    "Cookie: sid=s1; theme=\"dark\"",
                    "X-Custom: one",
                    "X-Custom: two");
            assertThat(head).startsWith("HTTP/1.1 101");

            Handshake handshake = handshake("/parity1");
            assertThat(handshake.queryParameter("token")).contains("a");
            assertThat(handshake.queryParameters().get("x")).containsExactly("1", "ä b");
            assertThat(handshake.queryParameter("flag")).contains("");
            assertThat(handshake.cookie("sid")).contains("s1");
            assertThat(handshake.cookie("theme")).contains("dark");
            assertThat(handshake.headers().get("x-custom")).containsExactly("one", "two");
            assertThat(handshake.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(handshake.remotePort()).isPositive();
            assertThat(handshake.listener()).isEqualTo("default");
        }
    }

    @Test
    void origin_listed_isLetInAndOthersAreAnswered403() throws Exception {
        var admission =
                AdmissionConfig.DEFAULTS.withAllowedOrigins("https://app.example.com", "http://*.example.org:8080");
        try (var gateway = gateway(admission)) {
            for (String origin : List.of(
                    "https://app.example.com",
                    "HTTPS://APP.example.com",
                    "http://a.example.org:8080",
                    "http://a.b.example.org:8080")) {
                assertThat(answer(gateway, "/origin", "Origin: " + origin))
                        .as(origin)
                        .startsWith("HTTP/1.1 101");
            }
            for (String origin : List.of(
                    "https://evil.example.com",
                    "http://app.example.com",
                    "https://app.example.com:444",
                    "https://app.example.com.evil.org",
                    "http://example.org:8080",
                    "http://a.example.org",
                    "http://evil/.example.org:8080",
                    "http://a@b.example.org:8080",
                    "null",
                    "")) {
                assertThat(answer(gateway, "/origin", "Origin: " + origin))
                        .as(origin)
                        .startsWith("HTTP/1.1 403");
            }
            assertThat(answer(gateway, "/origin", "Origin: https://app.example.com", "Origin: https://evil.org"))
                    .as("one of two origins is not listed")
                    .startsWith("HTTP/1.1 403");
            assertThat(answer(gateway, "/no-origin")).as("not a page's").startsWith("HTTP/1.1 101");
            assertThat(refused(gateway, "origin")).isEqualTo(11);
        }
    }

    @Test
    void origin_noneListed_letsEveryPageIn() throws Exception {
        try (var gateway = gateway(AdmissionConfig.DEFAULTS)) {
            assertThat(answer(gateway, "/any", "Origin: https://anything.example"))
                    .startsWith("HTTP/1.1 101");
        }
    }

    @Test
    void connections_pastTheLimit_areAnswered503UntilOneGoes() throws Exception {
        try (var gateway = gateway(AdmissionConfig.DEFAULTS.withLimits(2, 0));
                var first = RawClient.open(gateway, "/limit");
                var second = RawClient.open(gateway, "/limit")) {
            assertThat(answer(gateway, "/limit")).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
            second.frame(RawClient.FIN | RawClient.PING, new byte[0]);
            assertThat(second.receive().opcode()).as("others notice nothing").isEqualTo(RawClient.PONG);

            first.reset();

            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> answer(gateway, "/limit").startsWith("HTTP/1.1 101"));
            assertThat(refused(gateway, "full")).isPositive();
        }
    }

    @Test
    void connectionsOfOneAddress_pastTheLimit_areAnswered429AndOthersLetIn() throws Exception {
        var admission = AdmissionConfig.DEFAULTS.withLimits(0, 2).withTrustedProxies("127.0.0.0/8");
        try (var gateway = gateway(admission);
                var first = new RawClient(gateway);
                var second = new RawClient(gateway);
                var third = new RawClient(gateway);
                var other = new RawClient(gateway)) {
            String from = "X-Forwarded-For: 203.0.113.7";
            assertThat(ask(first, "/per-address", from)).startsWith("HTTP/1.1 101");
            assertThat(ask(second, "/per-address", from)).startsWith("HTTP/1.1 101");
            assertThat(ask(third, "/per-address", from))
                    .startsWith("HTTP/1.1 429")
                    .contains("Retry-After: 1");
            assertThat(ask(other, "/per-address", "X-Forwarded-For: 203.0.113.8"))
                    .startsWith("HTTP/1.1 101");

            first.reset();

            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> answer(gateway, "/per-address", from).startsWith("HTTP/1.1 101"));
        }
    }

    @Test
    void connections_manyAtOnce_neverPassTheLimit() throws Exception {
        int limit = 20;
        try (var gateway = gateway(AdmissionConfig.DEFAULTS.withLimits(0, limit));
                var threads = Executors.newFixedThreadPool(16)) {
            List<RawClient> clients = new ArrayList<>();
            List<Callable<String>> asks = new ArrayList<>();
            for (int i = 0; i < 3 * limit; i++) {
                var client = new RawClient(gateway);
                clients.add(client);
                asks.add(() -> ask(client, "/race"));
            }
            int admitted = 0;
            for (Future<String> head : threads.invokeAll(asks)) {
                admitted += head.get().startsWith("HTTP/1.1 101") ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(limit);
            for (RawClient client : clients) {
                client.close();
            }
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> answer(gateway, "/race").startsWith("HTTP/1.1 101"));
        }
    }

    @Test
    void parity37_forwardedFor_countsFromTrustedProxiesOnly() throws Exception {
        String[] spoof = {"X-Forwarded-For: 1.2.3.4"};
        try (var gateway = gateway(AdmissionConfig.DEFAULTS)) {
            answer(gateway, "/untrusted", spoof);
            assertThat(handshake("/untrusted").remoteAddress()).isEqualTo("127.0.0.1");
        }
        try (var gateway =
                gateway(AdmissionConfig.DEFAULTS.withTrustedProxies("127.0.0.1", "10.0.0.0/8", "fd00::/8"))) {
            answer(gateway, "/one", "X-Forwarded-For: 203.0.113.7");
            assertThat(handshake("/one").remoteAddress()).isEqualTo("203.0.113.7");
            assertThat(handshake("/one").remotePort()).isZero();

            answer(gateway, "/spoofed", "X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.1.2.3");
            assertThat(handshake("/spoofed").remoteAddress())
                    .as("the right-most that is no proxy of ours")
                    .isEqualTo("203.0.113.7");

            answer(
                    gateway,
                    "/two-headers",
                    "X-Forwarded-For: 6.6.6.6",
                    "X-Forwarded-For: 203.0.113.9:4711,[fd00::1]:80");
            assertThat(handshake("/two-headers").remoteAddress()).isEqualTo("203.0.113.9");
            assertThat(handshake("/two-headers").remotePort()).isEqualTo(4711);

            answer(gateway, "/v6", "X-Forwarded-For: [2001:DB8:0:0:0:0:0:1]:443");
            assertThat(handshake("/v6").remoteAddress()).isEqualTo("2001:db8::1");

            answer(gateway, "/mapped", "X-Forwarded-For: ::ffff:203.0.113.7");
            assertThat(handshake("/mapped").remoteAddress()).isEqualTo("203.0.113.7");

            answer(gateway, "/garbage", "X-Forwarded-For: 203.0.113.7, unknown");
            assertThat(handshake("/garbage").remoteAddress()).isEqualTo("127.0.0.1");

            answer(gateway, "/name", "X-Forwarded-For: localhost");
            assertThat(handshake("/name").remoteAddress())
                    .as("names are not looked up")
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void subProtocol_listed_isTheFirstOfferedThatIsAmongThem() throws Exception {
        try (var gateway = gateway(AdmissionConfig.DEFAULTS.withSubProtocols("chat.v2", "chat.v1"))) {
            assertThat(answer(gateway, "/sub", "Sec-WebSocket-Protocol: soap, chat.v1, chat.v2"))
                    .contains("Sec-WebSocket-Protocol: chat.v1");
            assertThat(handshake("/sub").subProtocol()).isEqualTo("chat.v1");
            assertThat(answer(gateway, "/none", "Sec-WebSocket-Protocol: soap"))
                    .startsWith("HTTP/1.1 101")
                    .doesNotContain("Sec-WebSocket-Protocol");
        }
    }

    @Test
    void parity35_clientIds_afterARestart_areNew() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            try (var gateway = gateway(AdmissionConfig.DEFAULTS)) {
                for (int i = 0; i < 20; i++) {
                    String path = "/restart-" + run + "-" + i;
                    RawClient.open(gateway, path).close();
                    ids.add(farm.clientId(path));
                }
            }
        }
        assertThat(ids).hasSize(60).doesNotHaveDuplicates();
    }
}

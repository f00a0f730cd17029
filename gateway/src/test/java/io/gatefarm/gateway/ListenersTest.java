package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.ListenerConfig;
import io.gatefarm.gateway.config.TlsConfig;
import io.gatefarm.redis.event.ClientEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several listeners, IPv6 and TLS. */
class ListenersTest {
    @TempDir
    static Path folder;

    private static final InetAddress IPV6_LOOPBACK = ipv6Loopback();

    private static Farm farm;
    private static TestCertificate certificate;

    @BeforeAll
    static void start() throws Exception {
        farm = new Farm();
        certificate = TestCertificate.make(folder, "first");
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    private static InetAddress ipv6Loopback() {
        byte[] address = new byte[16];
        address[15] = 1;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }

    private static GatewayServer gateway(TlsConfig tls, ListenerConfig... listeners) {
        var config = farm.config();
        return GatewayServer.start(
                config.withListen(config.listen().withListeners(List.of(listeners), Optional.ofNullable(tls))));
    }

    private static ClientEvent.Opened opened(String path) {
        String clientId = farm.clientId(path);
        return (ClientEvent.Opened) Farm.of(clientId, farm.read()).get(0);
    }

    @Test
    void listeners_several_areSeenByName() throws Exception {
        var plain = ListenerConfig.first("127.0.0.1", 0, false);
        try (var gateway = gateway(null, plain, ListenerConfig.parse("partners=127.0.0.1:0"))) {
            RawClient.open(gateway, "/at-default").close();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port("partners"))) {
                String request = RawClient.request("/at-partners", "Sec-WebSocket-Version: 13", RawClient.KEY);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                assertThat(opened("/at-partners").handshake().listener()).isEqualTo("partners");
            }
            assertThat(opened("/at-default").handshake().listener()).isEqualTo("default");
            assertThatThrownBy(() -> gateway.port("nobody")).hasMessageContaining("\"nobody\"");
        }
    }

    @Test
    void parity37_ipv6Client_isShownInItsShortestForm() throws Exception {
        try (var gateway = gateway(null, ListenerConfig.parse("default=[::1]:0"));
                var socket = new Socket(IPV6_LOOPBACK, gateway.port())) {
            assertThat(socket.getInetAddress()).isInstanceOf(Inet6Address.class);
            String request = RawClient.request("/v6", "Sec-WebSocket-Version: 13", RawClient.KEY);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));

            assertThat(opened("/v6").handshake().remoteAddress()).isEqualTo("::1");
        }
    }

    @Test
    void tls_wss_carriesMessagesBothWaysAndThePlainListenerStays() throws Exception {
        try (var gateway = gateway(
                certificate.files(),
                ListenerConfig.first("127.0.0.1", 0, false),
                ListenerConfig.parse("secure=tls://127.0.0.1:0"))) {
            String big = "x".repeat(60_000);
            WebSocket secure = certificate
                    .client()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create("wss://127.0.0.1:" + gateway.port("secure") + "/wss"),
                            new WebSocket.Listener() {})
                    .get(10, TimeUnit.SECONDS);
            secure.sendText("hello", true).get(10, TimeUnit.SECONDS);
            secure.sendText(big, true).get(10, TimeUnit.SECONDS);
            var messages = farm.messages(farm.clientId("/wss"), 2);
            assertThat(messages.get(0).text()).isEqualTo("hello");
            assertThat(messages.get(1).text()).isEqualTo(big);
            assertThat(opened("/wss").handshake().listener()).isEqualTo("secure");
            secure.sendClose(1000, "").get(10, TimeUnit.SECONDS);
            assertThat(farm.eventsUntilClosed(farm.clientId("/wss"))).hasSize(4);

            RawClient.open(gateway, "/plain").close();
            farm.clientId("/plain");
        }
    }

    @Test
    void tls_certificateRenewed_isShownToNewConnections() throws Exception {
        var files = TestCertificate.make(Files.createDirectory(folder.resolve("renewed")), "old");
        try (var gateway = gateway(files.files(), ListenerConfig.first("127.0.0.1", 0, true))) {
            assertThat(nameShown(gateway)).isEqualTo("CN=old");
            TestCertificate.make(files.folder(), "new");

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                gateway.renewCertificate();
                return nameShown(gateway).equals("CN=new");
            });
        }
    }

    private static String nameShown(GatewayServer gateway) throws Exception {
        var context = TestCertificate.trustingAll();
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", gateway.port())) {
            socket.startHandshake();
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static String refusal(Map<String, String> environment, String... flags) throws Exception {
        var errors = new ByteArrayOutputStream();
        int status = GatewayProcess.run(
                environment, flags, System.out, new PrintStream(errors, true, StandardCharsets.UTF_8));
        assertThat(status).isEqualTo(2);
        String text = errors.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        assertThat(text).doesNotContain(certificate.keyText());
        return text;
    }

    @Test
    void settings_bad_areNamedAndShown() throws Exception {
        String cert = certificate.files().certificates().toString();
        String key = certificate.files().key().toString();
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");
        Path rsa = Files.writeString(
                folder.resolve("pkcs1.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        String otherKey = TestCertificate.make(Files.createDirectory(folder.resolve("other")), "other")
                .files()
                .key()
                .toString();

        assertThat(refusal(Map.of(), "--tls-cert", cert)).contains("--tls-cert and --tls-key go together");
        assertThat(refusal(Map.of(), "--tls-cert", "/none.pem", "--tls-key", key, "--tls", "true"))
                .contains("--tls-cert")
                .contains("no such file: /none.pem");
        assertThat(refusal(Map.of(), "--tls-cert", empty.toString(), "--tls-key", key, "--tls", "true"))
                .contains(empty.toString());
        assertThat(refusal(Map.of(), "--tls-cert", cert, "--tls-key", empty.toString(), "--tls", "true"))
                .contains("no private key in PEM")
                .contains(empty.toString());
        assertThat(refusal(Map.of(), "--tls-cert", cert, "--tls-key", rsa.toString(), "--tls", "true"))
                .contains("openssl pkcs8");
        assertThat(refusal(Map.of(), "--tls-cert", cert, "--tls-key", otherKey, "--tls", "true"))
                .contains("is not that of the (first) certificate");
        assertThat(refusal(Map.of(), "--tls-cert", cert, "--tls-key", key))
                .contains("--tls-cert: ")
                .contains("no listener speaks TLS");
        assertThat(refusal(Map.of("GATEFARM_TLS", "true")))
                .contains("GATEFARM_TLS: ")
                .contains("no certificate");
        assertThat(refusal(Map.of("GATEFARM_TLS", "yes")))
                .contains("GATEFARM_TLS must be true or false but is \"yes\"");
        assertThat(refusal(Map.of(), "--listeners", "a=b"))
                .contains("--listeners")
                .contains("\"a=b\"");
        assertThat(refusal(Map.of(), "--listeners", "a=::1:80")).contains("brackets");
        assertThat(refusal(Map.of(), "--listeners", "default=h:1")).contains("two listeners are named \"default\"");
        assertThat(refusal(Map.of(), "--allowed-origins", "app.example.com"))
                .contains("--allowed-origins")
                .contains("\"app.example.com\"");
        assertThat(refusal(Map.of(), "--allowed-origins", "https://a.b/path")).contains("without a path");
        assertThat(refusal(Map.of(), "--trusted-proxies", "10.0.0.0/33"))
                .contains("--trusted-proxies")
                .contains("\"10.0.0.0/33\"");
        assertThat(refusal(Map.of(), "--trusted-proxies", "proxy.example.com")).contains("\"proxy.example.com\"");
        assertThat(refusal(Map.of(), "--ping-kind", "loud"))
                .contains("--ping-kind must be frame, text or none but is \"loud\"");
        assertThat(refusal(Map.of(), "--ping-kind", "text")).contains("ping text");
        assertThat(refusal(Map.of(), "--max-connections", "-1"))
                .contains("--max-connections")
                .contains("-1");
    }

    @Test
    void host_ofEveryAddress_takesBothFamiliesAndShowsEachAsItIs() throws Exception {
        try (var gateway = gateway(null, ListenerConfig.first("::", 0, false));
                var six = new Socket(IPV6_LOOPBACK, gateway.port());
                var four = RawClient.open(gateway, "/dual-4")) {
            six.getOutputStream()
                    .write(RawClient.request("/dual-6", "Sec-WebSocket-Version: 13", RawClient.KEY)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(opened("/dual-6").handshake().remoteAddress()).isEqualTo("::1");
            assertThat(opened("/dual-4").handshake().remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(four.socket.isConnected()).isTrue();
        }
    }
}

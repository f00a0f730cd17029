package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.embedded.LocalCertificates;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that Redis does not let in ends with one line that names the setting and shows no secret. */
@Timeout(60)
class RedisAccessTest {
    private static final String SECRET = "topsecret";

    @TempDir
    private static Path folder;

    private static LocalCertificates certificates;
    private static LocalRedis redis;
    private static String tlsUri;

    private record Ended(int status, String err) {}

    @BeforeAll
    static void start() throws Exception {
        certificates = LocalCertificates.create(folder);
        int tlsPort;
        try (var socket = new ServerSocket(0)) {
            tlsPort = socket.getLocalPort();
        }
        redis = LocalRedis.start(LocalRedisConfig.DEFAULTS.withTls(tlsPort, certificates, true));
        tlsUri = "rediss://127.0.0.1:" + tlsPort;
        try (var client = RedisClient.create(redis.uri())) {
            client.connect()
                    .sync()
                    .aclSetuser(
                            "me",
                            AclSetuserArgs.Builder.on()
                                    .addPassword("right")
                                    .allKeys()
                                    .allChannels()
                                    .allCommands());
        }
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static Ended run(Map<String, String> environment, String... flags) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("--port=0", "--admin-port=0"));
        all.addAll(List.of(flags));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = GatewayProcess.run(
                environment,
                all.toArray(String[]::new),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        return new Ended(status, err.toString(StandardCharsets.UTF_8));
    }

    private static void assertEnds(Ended ended, int status, String... parts) {
        assertThat(ended.err())
                .startsWith("gatefarm gateway: ")
                .contains(parts)
                .doesNotContain(SECRET)
                .hasLineCount(1);
        assertThat(ended.status()).isEqualTo(status);
    }

    @Test
    void parity36_password_wrong_namesUserAndSettings() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), SECRET);
        assertEnds(
                run(Map.of("GATEFARM_REDIS_USER", "me"), "--redis-uri=" + redis.uri(), "--redis-password-file=" + file),
                1,
                "refuses user me",
                "(see GATEFARM_REDIS_USER, --redis-password-file)");
        assertEnds(
                run(
                        Map.of("GATEFARM_REDIS_USER", "nobody", "GATEFARM_REDIS_PASSWORD", SECRET),
                        "--redis-uri=" + redis.uri()),
                1,
                "refuses user nobody",
                "(see GATEFARM_REDIS_USER, GATEFARM_REDIS_PASSWORD)");
        assertEnds(
                run(Map.of("GATEFARM_REDIS_URI", redis.uri().replace("//", "//me:" + SECRET + "@"))),
                1,
                "refuses user me",
                "GATEFARM_REDIS_URI");
    }

    @Test
    void parity36_tls_toAPlainPort_namesTheUri() throws Exception {
        assertEnds(
                run(
                        Map.of("GATEFARM_REDIS_PASSWORD", SECRET),
                        "--redis-uri=" + redis.uri().replace("redis:", "rediss:")),
                1,
                "does not speak TLS",
                "(see --redis-uri)");
    }

    @Test
    void parity36_plain_toATlsPort_namesTheUri() throws Exception {
        assertEnds(
                run(Map.of(
                        "GATEFARM_REDIS_URI", tlsUri.replace("rediss:", "redis:"), "GATEFARM_REDIS_PASSWORD", SECRET)),
                1,
                "rediss://",
                "(see GATEFARM_REDIS_URI)");
    }

    @Test
    void ca_unknown_namesTheCaFile() throws Exception {
        assertEnds(
                run(Map.of("GATEFARM_REDIS_URI", tlsUri, "GATEFARM_REDIS_PASSWORD", SECRET)),
                1,
                "its certificate is not trusted",
                "(see --redis-ca-file, GATEFARM_REDIS_URI)");
    }

    @Test
    void clientCertificate_missing_namesItsSettings() throws Exception {
        assertEnds(
                run(
                        Map.of("GATEFARM_REDIS_URI", tlsUri, "GATEFARM_REDIS_PASSWORD", SECRET),
                        "--redis-ca-file=" + certificates.ca()),
                1,
                "it wants a client certificate",
                "(see --redis-cert-file, --redis-key-file)");
    }

    @Test
    void file_ofNoUse_endsWith2AndNamesIt() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), SECRET);
        assertEnds(
                run(Map.of("GATEFARM_REDIS_CA_FILE", text.toString())), 2, "GATEFARM_REDIS_CA_FILE", text.toString());
        assertEnds(run(Map.of(), "--redis-key-file=" + text), 2, "--redis-key-file", text.toString());
        Path missing = folder.resolve("missing");
        assertEnds(
                run(Map.of(), "--redis-password-file=" + missing),
                2,
                "--redis-password-file",
                "no such file: " + missing);
    }

    @Test
    void login_right_startsTheGateway() throws Exception {
        var client = certificates.client();
        // one step further: the gateway is let in, and finds its port taken
        try (var socket = new ServerSocket(0)) {
            assertEnds(
                    run(
                            Map.of("GATEFARM_REDIS_URI", tlsUri, "GATEFARM_REDIS_USER", "me"),
                            "--redis-password=right",
                            "--redis-ca-file=" + certificates.ca(),
                            "--redis-cert-file=" + client.certificate(),
                            "--redis-key-file=" + client.key(),
                            "--port=" + socket.getLocalPort()),
                    1,
                    "cannot listen on");
        }
    }
}

package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.embedded.LocalRedis;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the process ends when it cannot start: with one line that names the setting and shows its value. */
class GatewayProcessTest {
    private record Ended(int status, String out, String err) {}

    private static Ended run(Map<String, String> environment, String... flags) throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = GatewayProcess.run(
                environment,
                flags,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void assertEnds(Ended ended, int status, String... parts) {
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.err()).startsWith("gatefarm gateway: ").contains(parts);
        assertThat(ended.err().lines()).hasSize(1);
    }

    @Test
    void variable_unknown_endsWith2() throws Exception {
        assertEnds(run(Map.of("GATEFARM_PROT", "1")), 2, "GATEFARM_PROT is not a setting", "redis-uri");
    }

    @Test
    void flag_unknown_endsWith2() throws Exception {
        assertEnds(run(Map.of(), "--prot=1"), 2, "--prot is not a setting");
    }

    @Test
    void value_bad_endsWith2AndShowsIt() throws Exception {
        assertEnds(run(Map.of("GATEFARM_PORT", "http")), 2, "GATEFARM_PORT must be a whole number but is \"http\"");
        assertEnds(run(Map.of(), "--port", "70000"), 2, "--port must be 0 to 65535 but is 70000");
        assertEnds(run(Map.of("GATEFARM_PING_INTERVAL", "5 s")), 2, "GATEFARM_PING_INTERVAL", "\"5 s\"");
        assertEnds(run(Map.of("GATEFARM_MAX_MESSAGE", "64q")), 2, "GATEFARM_MAX_MESSAGE", "\"64q\"");
        assertEnds(run(Map.of("GATEFARM_APP", "a b")), 2, "GATEFARM_APP", "\"a b\"");
        assertEnds(run(Map.of(), "--close-timeout=1ms"), 2, "--close-timeout must be at least 100 ms but is 1");
        assertEnds(run(Map.of("GATEFARM_STATIC_FILES", "/no/such")), 2, "GATEFARM_STATIC_FILES", "\"/no/such\"");
    }

    @Test
    void redisUri_bad_endsWith2WithoutThePassword() throws Exception {
        var ended = run(Map.of("GATEFARM_REDIS_URI", "http://me:secret@host:1"));
        assertEnds(ended, 2, "GATEFARM_REDIS_URI", "host:1");
        assertThat(ended.err()).doesNotContain("secret");
    }

    @Test
    void redis_notThere_endsWith1() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var ended = run(Map.of(), "--redis-uri=redis://127.0.0.1:" + port, "--port=0", "--admin-port=0");
        assertEnds(ended, 1, "127.0.0.1:" + port);
    }

    @Test
    void redis_refuses_endsWith1() throws Exception {
        try (var redis = LocalRedis.start();
                var farm = new Farm(redis.uri(), 1)) {
            farm.commands(commands -> commands.replicaof("127.0.0.1", 1)); // read only from now on
            var ended = run(
                    Map.of("GATEFARM_REDIS_URI", redis.uri(), "GATEFARM_APP", farm.app), "--port=0", "--admin-port=0");
            farm.commands(commands -> commands.replicaofNoOne());
            assertEnds(ended, 1, "READONLY");
        }
    }

    @Test
    void port_taken_endsWith1() throws Exception {
        try (var socket = new ServerSocket(0)) {
            var ended = run(
                    Map.of("GATEFARM_REDIS_URI", Farm.REDIS.uri()),
                    "--port=" + socket.getLocalPort(),
                    "--admin-port=0");
            assertEnds(ended, 1, "cannot listen on 0.0.0.0:" + socket.getLocalPort());
        }
    }

    @Test
    void help_asked_listsEverySetting() throws Exception {
        var ended = run(Map.of(), "--help");
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("--static-files", "GATEFARM_STATIC_FILES", "default 8282");
    }
}

package io.gatefarm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.Message;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process ends when it cannot start: with one line that names the setting and shows no secret. */
final class WorkerProcessTest {
    private static final String SECRET = "topsecret";
    private static LocalRedis redis;

    @TempDir
    private Path folder;

    private record Ended(int status, String err) {}

    /** An app's events, found by name. */
    public static final class SilentEvents implements Events {
        @Override
        public void onMessage(Client client, Message message) {}
    }

    @BeforeAll
    static void start() {
        redis = LocalRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static Ended run(Map<String, String> environment, String... flags) throws InterruptedException {
        String[] all = new String[flags.length + 2];
        System.arraycopy(flags, 0, all, 0, flags.length);
        all[flags.length + 1] = "--admin-port=0";
        all[flags.length] = "--events=" + SilentEvents.class.getName();
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = WorkerProcess.run(
                environment,
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        return new Ended(status, err.toString(StandardCharsets.UTF_8));
    }

    private static void assertEnds(Ended ended, int status, String... parts) {
        assertThat(ended.err())
                .startsWith("gatefarm worker: ")
                .contains(parts)
                .doesNotContain(SECRET)
                .hasLineCount(1);
        assertThat(ended.status()).isEqualTo(status);
    }

    @Test
    void parity36_password_wrong_endsWith1AndNamesItsSettings() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), SECRET);
        assertEnds(
                run(
                        Map.of("GATEFARM_REDIS_PASSWORD_FILE", file.toString()),
                        "--redis-uri=" + redis.uri(),
                        "--redis-user=w"),
                1,
                "refuses user w",
                "(see --redis-user, GATEFARM_REDIS_PASSWORD_FILE)");
    }

    @Test
    void tls_toAPlainPort_endsWith1AndNamesTheUri() throws Exception {
        assertEnds(
                run(Map.of("GATEFARM_REDIS_URI", redis.uri().replace("redis://", "rediss://:" + SECRET + "@"))),
                1,
                "does not speak TLS",
                "(see GATEFARM_REDIS_URI)");
    }

    @Test
    void parity36_value_bad_endsWith2AndNamesTheSetting() throws Exception {
        assertEnds(run(Map.of(), "--redis-uri=localhost:6379"), 2, "--redis-uri Redis URI must", "redis://host:6379");
        assertEnds(
                run(Map.of("GATEFARM_REDIS_URI", "redis://:" + SECRET + "@a host")),
                2,
                "GATEFARM_REDIS_URI",
                "***@a host");
        assertEnds(run(Map.of("GATEFARM_NAME", "a b")), 2, "GATEFARM_NAME");
        assertEnds(run(Map.of("GATEFARM_REDIS_TIMEOUT", "1h")), 2, "GATEFARM_REDIS_TIMEOUT must be at most 5 s");
        assertEnds(run(Map.of(), "--redis-user=w"), 2, "--redis-user is given without --redis-password");
        assertEnds(
                run(Map.of("GATEFARM_REDIS_CA_FILE", "/no/such.pem")),
                2,
                "GATEFARM_REDIS_CA_FILE is of no use: no such file: /no/such.pem");
    }
}

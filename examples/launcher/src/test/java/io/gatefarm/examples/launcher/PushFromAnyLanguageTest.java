package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the examples of docs/push-from-any-language.md as they stand there, against a farm with a WebSocket client. */
@Timeout(60)
class PushFromAnyLanguageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "push-from-any-language.md");
    private static final Path FOLDER = Path.of("..", "push-anywhere");

    private static ChatFarm farm;

    /** An example and what runs it. */
    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private enum Language {
        PHP("push.php", "php", List.of("php", "-r", "exit(extension_loaded('redis') ? 0 : 1);")),
        PYTHON("push.py", python(), List.of(python(), "-c", "import redis")),
        NODE("push.mjs", "node", List.of("node", "--input-type=module", "-e", "import 'redis'")),
        SHELL("push.sh", "sh", List.of("redis-cli", "--version"));

        private final String file;
        private final String program;
        /** Tells by its exit status whether the example can run here. */
        private final List<String> tried;

        Language(String file, String program, List<String> tried) {
            this.file = file;
            this.program = program;
            this.tried = tried;
        }

        /** Debian's own, which has Debian's redis module, where another one may come first on the PATH. */
        private static String python() {
            return Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
        }
    }

    private record Ended(int status, String output) {}

    @BeforeAll
    static void start() {
        farm = ChatFarm.start(new FarmPlan(1, 1, 0, 0, "chat", ""));
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void example_run_reachesTheClientOfTheUser(Language language) throws Exception {
        assertThat(Files.readString(PAGE))
                .as("the page shows %s", language.file)
                .contains("\n" + Files.readString(FOLDER.resolve(language.file)) + "```\n");
        assumeTrue(
                canRun(language.tried),
                () -> String.join(" ", language.tried) + " does not end with 0: the example cannot run here");
        try (var client = ChatClient.connect(farm.gateways().get(0).port())) {
            String id = client.login(language.name(), "1");
            String uid = "user:" + language;
            String text = "grüße 漢字 \uD83D\uDE42 \"" + language + "\"";

            Ended pushed =
                    push(language, id, uid, "{\"type\":\"say\",\"content\":\"" + text.replace("\"", "\\\"") + "\"}");

            assertThat(pushed).isEqualTo(new Ended(0, "1\n"));
            assertThat(client.next("say").get("content").getAsString()).isEqualTo(text);

            Ended refused = push(language, "bob", uid, "x");
            assertThat(refused.status()).isNotZero();
            assertThat(refused.output()).contains("\"bob\" is no client id");
            assertThat(client.soFar()).isEmpty();
        }
    }

    private static boolean canRun(List<String> command) throws InterruptedException {
        try {
            return run(command).status() == 0;
        } catch (IOException e) { // no such program
            return false;
        }
    }

    private static Ended push(Language language, String client, String uid, String message)
            throws IOException, InterruptedException {
        return run(List.of(language.program, language.file, client, uid, message));
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("REDIS_PORT", Integer.toString(URI.create(farm.redisUri()).getPort()));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}

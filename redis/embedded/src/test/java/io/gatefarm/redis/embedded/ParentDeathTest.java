package io.gatefarm.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How Redis ends with the JVM that started it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a blocked read cannot be interrupted
class ParentDeathTest {
    private Process parent;
    private BufferedReader output;
    private long pid;
    private Path folder;

    @BeforeEach
    void startParent() throws Exception {
        parent = ParentWithRedis.start();
        output = parent.inputReader(UTF_8);
        String line;
        do {
            line = output.readLine();
        } while (!line.matches("\\d+ \\d+ /.*")); // the log comes first
        List<String> words = List.of(line.split(" ", 3));
        pid = Long.parseLong(words.get(0));
        folder = Path.of(words.get(2));
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(folder).isDirectory();
    }

    @AfterEach
    void killParent() {
        parent.destroyForcibly();
    }

    @Test
    void redis_parentKilled_endsWithItsFolder() {
        parent.destroyForcibly();

        awaitNothingLeft();
    }

    @Test
    void redis_groupOfParentKilled_endsWithItsFolder() throws Exception {
        signalGroup("KILL");

        awaitNothingLeft();
    }

    @Test
    void redis_parentTerminated_servesItsLastHookAndEnds() throws Exception {
        parent.toHandle().destroy(); // keeps the pipes open, unlike the process's own

        assertRedisServesTheHook();
        awaitNothingLeft();
    }

    @Test
    void redis_interruptOfParentsGroup_servesItsLastHookAndEnds() throws Exception {
        // INT is what a terminal sends on Ctrl-C; a job in a shell's background ignores it, and so do its children
        boolean ignored = interruptIsIgnored();
        signalGroup(ignored ? "TERM" : "INT");

        assertRedisServesTheHook();
        assertThat(parent.waitFor()).isEqualTo(ignored ? 143 : 130);
        awaitNothingLeft();
    }

    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    private void signalGroup(String name) throws Exception {
        var kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- -" + parent.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Redis looks for a signal it has got ten times a second, so it has to be there for longer than that. */
    private void assertRedisServesTheHook() throws Exception {
        await().during(Duration.ofMillis(500)).until(() -> ProcessHandle.of(pid).isPresent());
        parent.outputWriter().append('\n').close();
        assertThat(output.lines()).last().isEqualTo("hook PONG");
    }

    private void awaitNothingLeft() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(ProcessHandle.of(pid)).isEmpty();
            assertThat(folder).doesNotExist();
        });
    }
}

package io.gatefarm.redis.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DetachedProcessTest {
    @TempDir
    private Path temp;

    /** One of them is missing on each system: setsid on macOS, perl in small images. */
    @ParameterizedTest
    @ValueSource(strings = {"setsid", "perl"})
    void command_whicheverToolIsThere_leadsAGroupOfItsOwn(String tool) throws Exception {
        linkInto(temp, tool);
        linkInto(temp, "ps");

        assertThat(run("ps -o pgid= -p $$")).isEqualTo("pid");
    }

    @Test
    void command_neitherToolIsThere_runsAllTheSame() throws Exception {
        assertThat(run("echo $$")).isEqualTo("pid");
    }

    /** What the script prints, with the pid that Java sees in it replaced. */
    private String run(String script) throws Exception {
        ProcessBuilder builder = DetachedProcess.command(List.of("/bin/sh", "-c", script));
        builder.environment().put("PATH", temp.toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return output.strip().replace(Long.toString(process.pid()), "pid");
    }

    private static void linkInto(Path folder, String tool) throws Exception {
        List<Path> found = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(path -> Path.of(path, tool))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), "no " + tool + " here");
        Files.createSymbolicLink(folder.resolve(tool), found.get(0));
    }
}

package io.gatefarm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands that bring a Redis of their own. */
class DirectoryCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void push_everyKind_countsSendsWithRightReceiptsWhoseFramesCame() {
        int code = execute("push --clients 200 --outstanding 100 --warmup 0 --seconds 1 --runs 2 --json --commit abc");

        assertThat(code).isZero();
        assertThat(out.toString().strip())
                .startsWith("{\"load\":\"push\",")
                .containsPattern("\"clients\":\\{\"median\":[1-9]")
                .containsPattern("\"groups of 100\":\\{\"median\":[1-9]")
                .contains(
                        "\"cpuUsPerSend\":{\"clients\":{\"redis\":", "\"wrong\":0,\"missing\":0", "\"commit\":\"abc\"")
                .hasLineCount(1);
    }

    @Test
    void directory_twoSizes_weighsAndAsksBoth() {
        int code = execute("directory --gateways 1,3 --clients 700 --large-group 600 --questions 20");

        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("bytesPerClient, gateways 1 +without session [1-9]")
                .containsPattern("bytesPerClient, gateways 3 +without session [1-9]")
                .containsPattern("isOnline +p50 .* count 20")
                .containsPattern("page of sessionsOfGroup, large +p50 .* count 2")
                .contains("wrong, gateways 3    0");
    }

    @ParameterizedTest
    @CsvSource({
        "push --clients 150, clients must be a multiple of 100 but is 150",
        "push --outstanding 10001, 'outstanding must be 1 to 10000 but is 10001'",
        "push --seconds 0, seconds must be 1 to 600 but is 0",
        "directory --gateways 0, gateways must be 1 to 50 but is 0",
        "directory --clients 200 --large-group 201, large-group must be 1 to 200 but is 201"
    })
    void options_outOfBounds_exitWithTwo(String line, String message) {
        assertThat(execute(line)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    private int execute(String line) {
        CommandLine command = BenchProcess.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(line.split(" ", -1));
    }
}

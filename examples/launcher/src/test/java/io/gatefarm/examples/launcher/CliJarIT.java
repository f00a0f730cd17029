package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The command line from its packaged jar, on the JDK that runs Maven: the oldest that an operator may have. */
@Timeout(60)
class CliJarIT {
    @Test
    void run_noCommand_isOneLineAnd2() throws Exception {
        try (var cli = FarmProcess.onMavensJava("gatefarm.cli.jar")) {
            List<String> lines = cli.rest();

            assertThat(lines).hasSize(1);
            assertThat(lines.get(0)).startsWith("gatefarm: Missing required subcommand");
            assertThat(cli.awaitExit()).isEqualTo(2);
        }
    }
}

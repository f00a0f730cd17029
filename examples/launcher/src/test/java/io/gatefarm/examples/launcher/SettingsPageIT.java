package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/running.md shows the settings as the processes' {@code --help} prints them. */
@Timeout(60)
class SettingsPageIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "running.md");

    @Test
    void help_ofGatewayAndWorker_standsInThePage() throws Exception {
        String page = Files.readString(PAGE);
        try (var gateway = FarmProcess.gateway("--help");
                var worker = FarmProcess.chatWorker("--help")) {
            for (List<String> help : List.of(gateway.rest(), worker.rest())) {
                assertThat(help).hasSizeGreaterThan(5);
                assertThat(page).contains(String.join("\n", help));
            }
        }
    }
}

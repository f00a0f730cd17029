package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * docs/configuration.md shows the settings as the processes' {@code --help} prints them. Where it does not, the table as it should be
 * is left in {@code target/configuration.md}.
 */
@Timeout(60)
class SettingsPageIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "configuration.md");

    @Test
    void help_ofGatewayAndWorker_standsInThePage() throws Exception {
        try (var gateway = FarmProcess.gateway("--help");
                var worker = FarmProcess.chatWorker("--help")) {
            List<SettingRow> ofGateway = SettingRow.ofHelp(gateway.rest(), "gateway");
            List<SettingRow> ofWorker = SettingRow.ofHelp(worker.rest(), "worker");
            String table = SettingRow.united(ofGateway, ofWorker).stream()
                    .map(SettingRow::markdown)
                    .collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(Path.of("target", "configuration.md"), table);

            assertThat(ofGateway).hasSizeGreaterThan(30);
            assertThat(ofWorker).hasSizeGreaterThan(15);
            assertThat(Files.readString(PAGE)).contains("|---|---|---|---|---|\n" + table + "\n");
        }
    }
}

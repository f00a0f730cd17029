package io.gatefarm.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.faults.account.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReportTest {
    @TempDir
    private Path folder;

    private static RowResult result(String row, long lost, List<String> violations) {
        var account = new Account(32, 500, lost, 3, Duration.ofMillis(40), 2, 0, 0, 0, 0, 0, Map.of(), List.of());
        return new RowResult(
                Rows.named(row), account, Duration.ofMillis(1500), Duration.ofSeconds(4), List.of(), violations);
    }

    private String page(List<RowResult> results, List<String> notRun) throws Exception {
        Path page = folder.resolve("page.md");
        FailureReport.write(page, "abc1234", "2026-11-27", results, notRun);
        return Files.readString(page);
    }

    @Test
    void write_repeatedRow_isOneLineWithSumsAndTheLongestHealing() throws Exception {
        String page =
                page(List.of(result("worker-kill", 0, List.of()), result("worker-kill", 0, List.of())), List.of());

        assertThat(page).contains("commit abc1234");
        assertThat(page)
                .contains(
                        "| worker-kill | a worker gets SIGKILL | 2 | 1,000 | 0 | 6, 40 ms | 4 | 0 | 0 | 0 | 1.5 s of 8 |"
                                + " holds |");
        assertThat(page).endsWith("## Not as promised\n\nNothing.\n");
    }

    @Test
    void write_brokenRow_saysInHowManyRunsAndWhy() throws Exception {
        String page = page(List.of(result("promotion", 7, List.of("7 messages lost"))), List.of());

        assertThat(page).contains("**broken in 1**").contains("- promotion: 7 messages lost");
    }

    @Test
    void write_rowThatWasNotRun_saysSo() throws Exception {
        assertThat(page(List.of(result("worker-kill", 0, List.of())), List.of("poison")))
                .contains("| poison | not run |");
    }
}

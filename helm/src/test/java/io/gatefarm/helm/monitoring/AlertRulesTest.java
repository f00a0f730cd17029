package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alert rules with the real promtool, and that nothing is missing that goes with each alert. */
final class AlertRulesTest {
    private static final Path RULES = Path.of("rules", "gatefarm.yaml");
    private static final Path TESTS = Path.of("rules", "tests", "gatefarm.yaml");
    private static final Path RUNBOOKS = Path.of("..", "docs", "runbook");

    private static List<String> alerts() throws IOException {
        return Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(RULES))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void rules_allOfThem_areValid() throws Exception {
        var done = Tool.find("promtool").run("check", "rules", RULES.toString());
        assertThat(done.status()).as(done.output()).isZero();
        assertThat(done.output()).contains(alerts().size() + " rules found");
    }

    @Test
    void rules_theirUnitTests_pass() throws Exception {
        var done = Tool.find("promtool").run("test", "rules", TESTS.toString());
        assertThat(done.status()).as(done.output()).isZero();
    }

    @Test
    void alerts_eachOfThem_hasTestsBothWaysAndARunbook() throws IOException {
        String tests = Files.readString(TESTS);
        String rules = Files.readString(RULES);
        for (String alert : alerts()) {
            assertThat(tests).contains("name: " + alert + " is raised", "name: " + alert + " is not raised");
            assertThat(rules).contains("runbook: docs/runbook/" + alert + ".md");
            Path page = RUNBOOKS.resolve(alert + ".md");
            assertThat(page).exists();
            assertThat(Files.readString(page)).startsWith("# " + alert + "\n").contains("```sh\n", "## What to do");
        }
    }

    @Test
    void runbooks_eachPage_belongsToAnAlert() throws IOException {
        try (var pages = Files.list(RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(alerts());
        }
        assertThat(Pattern.compile("severity: (\\w+)")
                        .matcher(Files.readString(RULES))
                        .results()
                        .map((MatchResult match) -> match.group(1)))
                .containsOnly("warning", "critical");
    }
}

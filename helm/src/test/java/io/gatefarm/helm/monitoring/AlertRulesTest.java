package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.helm.Chart;
import io.gatefarm.helm.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void rules_asTheChartRendersThem_areValid(@TempDir Path folder) throws Exception {
        var rendered = Chart.render(Map.of("monitoring.prometheusRule.enabled", true));
        String groups = rendered.of("PrometheusRule").get(0).spec().toString(); // JSON is YAML
        Path file = Files.writeString(folder.resolve("rules.yaml"), groups);

        var done = Tool.find("promtool").run("check", "rules", file.toString());

        assertThat(done.status()).as(done.output()).isZero();
        assertThat(done.output()).contains(alerts().size() + " rules found");
    }

    @Test
    void rules_ofOneAppInTwoNamespaces_keepThemApart() throws IOException {
        assertThat(Files.readString(RULES))
                .doesNotContain("by (farm", "on (farm")
                .contains("by (namespace, farm");
    }

    @Test
    void targets_inKubernetes_haveTheFarmAndTheNameOfTheirPod() {
        var monitor = Chart.render(Map.of("monitoring.podMonitor.enabled", true))
                .of("PodMonitor")
                .get(0);

        assertThat(Manifest.everyObject(monitor.spec())
                        .filter(object -> object.has("targetLabel"))
                        .map(object -> object.get("targetLabel").getAsString()))
                .containsExactly("farm", "instance");
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

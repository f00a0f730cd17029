package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README.md says what the chart does. */
class ReadmeTest {
    private static final String README = Chart.text(Chart.FOLDER.resolve("README.md"));
    private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SET = Pattern.compile("--set (?:'([^']+)'|(\\S+))");

    @Test
    void valuesTable_inReadme_isThatOfValuesYaml() {
        List<String> rows =
                README.lines().filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).isEqualTo(ValuesTable.rows(Chart.text(Chart.FOLDER.resolve("values.yaml"))));
    }

    @Test
    void valuesInReadme_allExamples_render() {
        List<String> examples = YAML.matcher(README)
                .results()
                .map(found -> found.group(1))
                .filter(yaml -> !yaml.startsWith("# values of the chart prometheus-adapter"))
                .toList();

        assertThat(examples)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(yaml -> assertThat(Chart.render(yaml).manifests()).allSatisfy(Schemas::check));
    }

    @Test
    void metricNames_inReadme_areThoseOfTheAutoscalers() {
        Release release = Chart.render(Chart.FOLDER.resolve("ci/sentinel-values.yaml"));

        List<String> names = release.of("HorizontalPodAutoscaler").stream()
                .flatMap(scaler -> Manifest.everyObject(scaler.spec()))
                .filter(object -> object.has("metric"))
                .map(object -> object.getAsJsonObject("metric").get("name").getAsString())
                .toList();

        assertThat(names).hasSize(2).allMatch(README::contains);
    }

    @Test
    void values_setInReadme_areValues() {
        List<String> set = SET.matcher(README)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();

        assertThat(set).isNotEmpty().allSatisfy(value -> {
            String key = value.substring(0, value.indexOf('='));
            assertThat(README).contains("| `" + key + "` |");
        });
    }
}

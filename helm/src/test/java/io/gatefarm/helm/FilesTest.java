package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart takes from files: Redis's settings, alert rules, dashboards. */
class FilesTest {
    private static final Map<String, Object> MONITORED =
            Map.of("monitoring.prometheusRule.enabled", true, "monitoring.dashboards.enabled", true);

    @Test
    void appVersion_ofTheChart_isTheProjects() {
        assertThat(Chart.text(Chart.FOLDER.resolve("Chart.yaml")).lines())
                .contains("appVersion: " + System.getProperty("gatefarm.version"));
    }

    @Test
    void redisConf_inChart_isTheProjects() {
        assertThat(Chart.FOLDER.resolve("files/redis.conf"))
                .hasSameTextualContentAs(Chart.FOLDER.resolveSibling("redis").resolve("redis.conf"));
    }

    @Test
    void redisConf_rendered_endsWithTheReleasesOwn() {
        Manifest config = Chart.render(Map.of("redis.bundled.maxmemory", "512mb"))
                .find("ConfigMap", "trial-gatefarm-redis")
                .orElseThrow();

        String text = config.json().getAsJsonObject("data").get("redis.conf").getAsString();
        assertThat(text)
                .startsWith(Chart.text(Chart.FOLDER.resolve("files/redis.conf")).strip())
                .contains("maxmemory 512mb\n");
    }

    @Test
    void alertRules_rendered_areAllOfTheFiles() throws IOException {
        Manifest rule = Chart.render(MONITORED).of("PrometheusRule").get(0);

        for (Path file : files("rules", ".yaml")) {
            Chart.text(file)
                    .lines()
                    .filter(line -> line.strip().startsWith("- alert:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .forEach(name -> assertThat(alerts(rule)).contains(name));
        }
        assertThat(alerts(rule)).isNotEmpty();
    }

    @Test
    void alertRules_disabled_areLeftOut() {
        String first =
                alerts(Chart.render(MONITORED).of("PrometheusRule").get(0)).get(0);
        var values = new java.util.HashMap<>(MONITORED);
        values.put("monitoring.prometheusRule.disabled[0]", first);

        assertThat(alerts(Chart.render(values).of("PrometheusRule").get(0))).doesNotContain(first);
    }

    @Test
    void dashboards_rendered_areUnchanged() throws IOException {
        Release release = Chart.render(MONITORED);

        List<Path> dashboards = files("dashboards", ".json");
        assertThat(dashboards).isNotEmpty();
        for (Path file : dashboards) {
            String name = file.getFileName().toString();
            Manifest map = release.ending("ConfigMap", "-dashboard-" + name.replace(".json", ""));
            String json =
                    map.json().getAsJsonObject("data").get("gatefarm-" + name).getAsString();
            assertThat(JsonParser.parseString(json)).isEqualTo(JsonParser.parseString(Chart.text(file)));
            assertThat(map.metadata()
                            .getAsJsonObject("labels")
                            .get("grafana_dashboard")
                            .getAsString())
                    .isEqualTo("1");
        }
    }

    private static List<String> alerts(Manifest rule) {
        return Manifest.everyObject(rule.spec())
                .filter(object -> object.has("alert"))
                .map((JsonObject object) -> object.get("alert").getAsString())
                .toList();
    }

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(Chart.FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }
}

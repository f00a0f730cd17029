package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.connection.RedisConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart takes every setting of the processes, and no other: docs/configuration.md has what {@code --help} prints. */
class SettingsTest {
    private static final Pattern SETTING =
            Pattern.compile("^\\| `--([a-z-]+)` \\| `GATEFARM_[A-Z_]+` \\| [^|]*\\| ([a-z]+) \\|", Pattern.MULTILINE);

    /** Settings that other values make. */
    private static final Set<String> OF_BOTH = Set.of(
            "redisUri",
            "redisUser",
            "redisPassword",
            "redisPasswordFile",
            "sentinelPasswordFile",
            "redisCaFile",
            "redisCertFile",
            "redisKeyFile",
            "app",
            "partitions",
            "adminHost",
            "adminPort");

    private static final Set<String> OF_THE_GATEWAY = Set.of("host", "port", "tls", "listeners", "tlsCert", "tlsKey");
    private static final Set<String> OF_THE_WORKER = Set.of("events");

    @Test
    void gatewaySettings_inSchema_areThoseOfTheProcess() {
        assertThat(inSchema("gatewaySettings")).isEqualTo(ofProcess("gateway", OF_THE_GATEWAY));
    }

    @Test
    void workerSettings_inSchema_areThoseOfTheProcess() {
        assertThat(inSchema("workerSettings")).isEqualTo(ofProcess("worker", OF_THE_WORKER));
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void variables_allValues_areSettingsOfTheProcess(Path values) {
        Release release = Chart.render(values);
        for (String process : List.of("gateway", "worker")) {
            Set<String> known = ofProcess(process, Set.of());
            known.addAll(OF_BOTH);
            assertThat(variables(release.ending("Deployment", "-" + process)).keySet())
                    .filteredOn(name -> name.startsWith("GATEFARM_"))
                    .allSatisfy(name -> assertThat(known)
                            .contains(camelCase(name.substring("GATEFARM_".length())
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-'))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "values.yaml, false, false",
        "ci/sentinel-values.yaml, true, true",
        "ci/external-values.yaml, false, false"
    })
    void redisUri_rendered_isUnderstood(String file, boolean tls, boolean sentinels) {
        Release release = Chart.render(Chart.FOLDER.resolve(file));

        var redis = RedisConfig.of(
                variables(release.ending("Deployment", "-worker")).get("GATEFARM_REDIS_URI"));

        assertThat(redis.usesTls()).isEqualTo(tls);
        assertThat(redis.usesSentinels()).isEqualTo(sentinels);
    }

    static List<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    private static Map<String, String> variables(Manifest workload) {
        Map<String, String> variables = new TreeMap<>();
        Manifest.objects(workload.container(), "env")
                .forEach(variable -> variables.put(
                        variable.get("name").getAsString(),
                        variable.has("value") ? variable.get("value").getAsString() : ""));
        return variables;
    }

    private static Set<String> inSchema(String definition) {
        JsonObject schema = JsonParser.parseString(Chart.text(Chart.FOLDER.resolve("values.schema.json")))
                .getAsJsonObject();
        JsonObject settings = schema.getAsJsonObject("definitions").getAsJsonObject(definition);
        return new TreeSet<>(settings.getAsJsonObject("properties").keySet());
    }

    private static Set<String> ofProcess(String process, Set<String> made) {
        String page = Chart.text(Chart.FOLDER.resolveSibling("docs").resolve("configuration.md"));
        Set<String> settings = new TreeSet<>();
        SETTING.matcher(page)
                .results()
                .filter(found -> found.group(2).equals("both") || found.group(2).equals(process))
                .map(found -> camelCase(found.group(1)))
                .forEach(settings::add);
        assertThat(settings).containsAll(made).containsAll(OF_BOTH);
        settings.removeAll(made);
        settings.removeAll(OF_BOTH);
        return settings;
    }

    private static String camelCase(String flag) {
        return Pattern.compile("-([a-z])")
                .matcher(flag)
                .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
    }
}

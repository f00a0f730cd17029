package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator reads after an installation. */
class NotesTest {
    private static final Pattern OBJECT = Pattern.compile("(service|deployment)/(\\S+)");

    static List<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void notes_allValues_nameWhatThereIs(Path values) {
        Release release = Chart.render(values);

        List<String> named = OBJECT.matcher(notes(release))
                .results()
                .map(found -> found.group(1) + "/" + found.group(2))
                .toList();

        assertThat(named)
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(name -> assertThat(release.manifests())
                        .anyMatch(manifest -> (manifest.kind() + "/" + manifest.name()).equalsIgnoreCase(name)));
        assertThat(notes(release)).doesNotContain("\n\n\n").doesNotContain("<no value>");
    }

    @Test
    void notes_default_tellTheCheckAndTheTrial() {
        assertThat(notes(Chart.render(Map.of())))
                .contains("helm -n farm test trial --logs")
                .contains("HGETALL '{chat}:meta'")
                .contains("for trials")
                .contains("allowedOrigins");
    }

    @Test
    void notes_otherWaysIn_tellTheAddress() {
        String notes = notes(Chart.render("""
                gateway: {service: {type: NodePort}}
                httpRoute: {enabled: true, parentRefs: [{name: public}], path: /ws}
                """));

        assertThat(notes)
                .contains("ws://<address of a node>:<port>/")
                .contains("ws(s)://<host of the route's gateways>/ws");
    }

    @Test
    void notes_production_areShort() {
        String notes = notes(Chart.render(Chart.FOLDER.resolve("ci/sentinel-values.yaml")));

        assertThat(notes)
                .contains("wss://ws.shop.example.com/")
                .doesNotContain("trials")
                .doesNotContain("allowedOrigins");
    }

    private static String notes(Release release) {
        String text = release.find("ConfigMap", "notes")
                .orElseThrow()
                .json()
                .getAsJsonObject("data")
                .get("text")
                .getAsString();
        System.out.println(text);
        return text;
    }
}

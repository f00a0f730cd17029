package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lint, and every manifest by itself, over all files of values. */
class ManifestsTest {
    static List<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @Test
    void lint_strict_isClean() {
        var result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("WARNING") || line.contains("ERROR"));
    }

    @Test
    void archive_ofTheChart_holdsNoTests(@TempDir Path folder) throws Exception {
        new Helm(Chart.FOLDER).packageIt().withDestination(folder).call();

        Process tar = new ProcessBuilder("sh", "-c", "tar tzf gatefarm-*.tgz")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> files = tar.inputReader().lines().toList();

        assertThat(files)
                .contains("gatefarm/Chart.yaml", "gatefarm/README.md", "gatefarm/files/redis.conf")
                .anyMatch(file -> file.matches("gatefarm/rules/[^/]+\\.yaml"))
                .anyMatch(file -> file.startsWith("gatefarm/dashboards/"))
                .noneMatch(file -> file.matches("gatefarm/(src|target|ci|rules/tests|pom\\.xml).*"));
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void manifests_allValues_haveOnlyKnownFields(Path values) {
        assertThat(Chart.render(values).manifests()).isNotEmpty().allSatisfy(Schemas::check);
    }

    @Test
    void check_misspeltField_isRefused() {
        Manifest deployment = Chart.render(Chart.FOLDER.resolve("values.yaml")).ending("Deployment", "-gateway");
        JsonObject json = deployment.json().deepCopy();
        var broken = new Manifest(json);
        broken.container().addProperty("imagePulPolicy", "Always");

        assertThatThrownBy(() -> Schemas.check(broken)).hasMessageContaining("imagePulPolicy");
    }

    @Test
    void testPod_inChart_isAHook() {
        assertThat(Chart.FOLDER.resolve("templates/tests/answer.yaml"))
                .content()
                .contains("    " + ChartCopy.HOOK + "\n");
        assertThat(Chart.render(Chart.FOLDER.resolve("values.yaml")).of("Pod"))
                .singleElement()
                .satisfies(pod -> assertThat(pod.json()).asString().contains("was-hook"));
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void names_allValues_areUniqueAndShort(Path values) {
        Set<String> seen = new HashSet<>();
        for (Manifest manifest : Chart.render(values).manifests()) {
            assertThat(seen.add(manifest.toString())).as("%s twice", manifest).isTrue();
            assertThat(manifest.name()).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
            assertThat(manifest.metadata().get("namespace").getAsString()).isEqualTo(Chart.NAMESPACE);
            assertThat(manifest.metadata().getAsJsonObject("labels").asMap().values())
                    .allSatisfy(value ->
                            assertThat(value.getAsString()).matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"));
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void pods_allValues_mayDoLittle(Path values) {
        for (Manifest pod : pods(Chart.render(values))) {
            JsonObject container = pod.container().getAsJsonObject("securityContext");
            assertThat(container.get("readOnlyRootFilesystem").getAsBoolean()).isTrue();
            assertThat(container.get("allowPrivilegeEscalation").getAsBoolean()).isFalse();
            assertThat(container.getAsJsonObject("capabilities").get("drop")).hasToString("[\"ALL\"]");
            assertThat(pod.podSpec()
                            .getAsJsonObject("securityContext")
                            .get("runAsNonRoot")
                            .getAsBoolean())
                    .isTrue();
            assertThat(pod.podSpec().get("automountServiceAccountToken").getAsBoolean())
                    .isFalse();
            assertThat(pod.podSpec().get("enableServiceLinks").getAsBoolean()).isFalse();
            assertThat(pod.container()
                            .getAsJsonObject("resources")
                            .getAsJsonObject("limits")
                            .has("memory"))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void containers_allValues_mountWhatThereIs(Path values) {
        for (Manifest pod : pods(Chart.render(values))) {
            Set<String> volumes = Manifest.objects(pod.podSpec(), "volumes").stream()
                    .map(volume -> volume.get("name").getAsString())
                    .collect(Collectors.toSet());
            if (pod.kind().equals("StatefulSet")) {
                Manifest.objects(pod.spec(), "volumeClaimTemplates")
                        .forEach(claim -> volumes.add(
                                claim.getAsJsonObject("metadata").get("name").getAsString()));
            }
            assertThat(Manifest.objects(pod.container(), "volumeMounts"))
                    .allSatisfy(mount ->
                            assertThat(volumes).contains(mount.get("name").getAsString()));
            List<String> variables = Manifest.objects(pod.container(), "env").stream()
                    .map(variable -> variable.get("name").getAsString())
                    .toList();
            assertThat(variables).doesNotHaveDuplicates();
        }
    }

    private static List<Manifest> pods(Release release) {
        return release.manifests().stream()
                .filter(manifest -> Set.of("Deployment", "StatefulSet", "Pod").contains(manifest.kind()))
                .toList();
    }
}

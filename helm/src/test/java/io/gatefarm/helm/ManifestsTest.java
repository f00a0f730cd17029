package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void lint_strictWithAllValues_isClean(Path values) {
        var result = Chart.lint(values);

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
    void manifests_allValues_haveTextsWhereTextsBelong(Path values) {
        assertThat(Chart.render(values).manifests())
                .allSatisfy(manifest -> assertThat(Texts.wrong(manifest)).isEmpty());
    }

    /** YAML takes all of these for numbers or truth values, unless they are quoted. */
    @Test
    void manifests_valuesLikeNumbers_haveTextsWhereTextsBelong() {
        Release bundled = Chart.render("1234", """
                app: "0"
                nameOverride: "123"
                fullnameOverride: "1234"
                commonLabels: {a: "1"}
                imagePullSecrets: [{name: "1"}]
                gateway:
                  settings: {maxConnections: 20000, subProtocols: ["1", "2"], staticFiles: "1"}
                  tls: {secretName: "1"}
                  priorityClassName: "1"
                  service: {type: LoadBalancer, loadBalancerClass: "1"}
                  extraArgs: ["1"]
                redis: {bundled: {password: "1234", priorityClassName: "on", persistence: {storageClass: "1", size: "1"}}}
                ingress: {enabled: true, className: "1", hosts: ["1"], path: /1}
                httpRoute: {enabled: true, parentRefs: [{name: "1"}], hostnames: ["1"]}
                monitoring: {podMonitor: {enabled: true}, prometheusRule: {enabled: true}}
                """);
        Release external = Chart.render("1e3", """
                redis:
                  bundled: {enabled: false}
                  external: {sentinel: {nodes: [a], master: "1"}}
                  auth:
                    existingSecret: "1"
                    gateway: {user: "1", passwordKey: "yes"}
                    worker: {passwordKey: "1"}
                    sentinelPasswordKey: "no"
                  tls: {enabled: true, caSecret: "1", caKey: "1", clientSecret: "2"}
                serviceAccount: {name: "1"}
                """);

        for (Release release : List.of(bundled, external)) {
            assertThat(release.manifests())
                    .allSatisfy(Schemas::check)
                    .allSatisfy(manifest -> assertThat(Texts.wrong(manifest)).isEmpty());
        }
    }

    @Test
    void names_longestRelease_fit() {
        Release release = Chart.render("a".repeat(52) + "b", "monitoring: {podMonitor: {enabled: true}}");

        assertThat(release.of("Service"))
                .allSatisfy(service -> assertThat(service.name()).hasSizeLessThanOrEqualTo(63));
        // its pods' label controller-revision-hash is its name, a dash and ten characters
        assertThat(release.of("StatefulSet"))
                .singleElement()
                .satisfies(set -> assertThat(set.name()).hasSizeLessThanOrEqualTo(52));
        assertThat(release.workloads())
                .allSatisfy(workload -> assertThat(workload.name()).matches("a+-[a-z]+"));
    }

    @Test
    void podTemplates_anotherVersionOfTheChart_stayTheSame() {
        Map<String, String> images =
                Map.of("gateway.image.tag", "one", "worker.image.tag", "one", "redis.bundled.password", "a");
        Path newer = ChartCopy.renderable(Chart.FOLDER, (file, text) -> {
            String other = ChartCopy.WITHOUT_CLUSTER.apply(file, text);
            return file.endsWith("Chart.yaml") ? other.replaceAll("(?m)^(version|appVersion): .*", "$1: 9.9.9") : other;
        });

        Release before = Chart.render(images);
        Release after = Chart.renderCopy(newer, images);

        assertThat(after.workloads().get(0).metadata()).asString().contains("gatefarm-9.9.9");
        assertThat(after.workloads().stream().map(Manifest::podTemplate).toList())
                .isEqualTo(
                        before.workloads().stream().map(Manifest::podTemplate).toList());
    }

    @Test
    void budgets_default_letOnlyUselessPodsGo() {
        Release release = Chart.render(Chart.FOLDER.resolve("values.yaml"));

        // without Redis gateways are not ready, and hold clients and their events
        assertThat(evictionPolicy(release, "-gateway")).isEqualTo("IfHealthyBudget");
        assertThat(evictionPolicy(release, "-worker")).isEqualTo("AlwaysAllow");
    }

    private static String evictionPolicy(Release release, String end) {
        return release.ending("PodDisruptionBudget", end)
                .spec()
                .get("unhealthyPodEvictionPolicy")
                .getAsString();
    }

    @Test
    void testPod_placedGateways_isPlacedLikeThem() {
        JsonObject pod = Chart.render(Chart.FOLDER.resolve("ci/extras-values.yaml"))
                .ending("Pod", "-test")
                .podSpec();

        assertThat(pod.get("nodeSelector")).hasToString("{\"kubernetes.io/arch\":\"amd64\"}");
        assertThat(pod.get("tolerations")).asString().contains("dedicated");
    }

    @Test
    void testPod_workersThatOnlyPush_isLeftOut() {
        assertThat(Chart.render("worker: {events: push-only}").of("Pod")).isEmpty();
    }

    @Test
    void password_firstInstall_isMade() {
        JsonObject secret =
                Chart.render(Map.of()).ending("Secret", "-redis").json().getAsJsonObject("stringData");

        String password = secret.get("password").getAsString();
        assertThat(password).matches("[A-Za-z0-9]{32}");
        assertThat(secret.get("redis-auth.conf").getAsString()).isEqualTo("requirepass " + password + "\n");
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

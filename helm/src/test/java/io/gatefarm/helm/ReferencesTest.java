package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one manifest says of another: labels, ports, names. A cluster takes it all, and then nothing happens. */
class ReferencesTest {
    static List<Path> valuesFiles() {
        return Chart.valuesFiles();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void selectors_allValues_findTheirPods(Path values) {
        Release release = Chart.render(values);
        for (Manifest workload : release.workloads()) {
            assertThat(release.selected(matchLabels(workload))).containsExactly(workload);
        }
        for (Manifest service : release.of("Service")) {
            assertThat(release.selected(service.spec().getAsJsonObject("selector")))
                    .as("%s", service)
                    .hasSize(1)
                    .allMatch(workload -> service.name().startsWith(workload.name()));
        }
        for (Manifest budget : release.of("PodDisruptionBudget")) {
            assertThat(release.selected(matchLabels(budget)))
                    .singleElement()
                    .matches(workload -> workload.name().equals(budget.name()));
        }
        for (Manifest monitor : release.of("PodMonitor")) {
            assertThat(components(release.found(monitor.spec().getAsJsonObject("selector"))))
                    .containsExactlyInAnyOrder("gateway", "worker");
        }
        for (Manifest workload : release.workloads()) {
            assertThat(Manifest.objects(workload.podSpec(), "topologySpreadConstraints"))
                    .allSatisfy(spread -> assertThat(release.found(spread.getAsJsonObject("labelSelector")))
                            .containsExactly(workload));
        }
    }

    /** Ends of their names: which components they are. */
    private static List<String> components(List<Manifest> manifests) {
        return manifests.stream()
                .map(manifest -> manifest.name().substring(manifest.name().lastIndexOf('-') + 1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void ports_allValues_areThere(Path values) {
        Release release = Chart.render(values);
        for (Manifest workload : release.workloads()) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                JsonObject its = workload.container().getAsJsonObject(probe);
                Stream.of("httpGet", "tcpSocket")
                        .filter(its::has)
                        .forEach(action -> assertThat(ports(workload))
                                .contains(
                                        its.getAsJsonObject(action).get("port").getAsString()));
            }
        }
        for (Manifest service : release.of("Service")) {
            Set<String> ports = ports(
                    release.selected(service.spec().getAsJsonObject("selector")).get(0));
            assertThat(Manifest.objects(service.spec(), "ports"))
                    .allSatisfy(port ->
                            assertThat(ports).contains(port.get("targetPort").getAsString()));
        }
        for (Manifest monitor : release.of("PodMonitor")) {
            String port = Manifest.objects(monitor.spec(), "podMetricsEndpoints")
                    .get(0)
                    .get("port")
                    .getAsString();
            assertThat(release.found(monitor.spec().getAsJsonObject("selector")))
                    .allSatisfy(scraped -> assertThat(ports(scraped)).contains(port));
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void networkPolicies_allValues_nameWhatThereIs(Path values) {
        Release release = Chart.render(values);
        for (Manifest policy : release.of("NetworkPolicy")) {
            JsonObject labels = policy.spec().getAsJsonObject("podSelector").getAsJsonObject("matchLabels");
            List<Manifest> guarded = release.selected(labels);
            assertThat(guarded).hasSize(1);
            for (JsonObject rule : Manifest.objects(policy.spec(), "ingress")) {
                for (JsonObject port : Manifest.objects(rule, "ports")) {
                    String name = port.get("port").getAsString();
                    assertThat(ports(guarded.get(0))).contains(name);
                    // Redis and the admin ports are never open to everybody
                    assertThat(name.equals("client") || rule.has("from"))
                            .as("%s %s", policy, name)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void networkPolicies_allValues_letInTheChartsOwn(Path values) {
        Release release = Chart.render(values);
        for (Manifest policy : release.of("NetworkPolicy")) {
            for (JsonObject rule : Manifest.objects(policy.spec(), "ingress")) {
                String port = Manifest.objects(rule, "ports").get(0).get("port").getAsString();
                List<String> expected = switch (port) {
                    case "redis" -> List.of("gateway", "worker");
                    case "client" -> rule.has("from") ? List.of("test") : List.of();
                    default -> List.of();
                };
                assertThat(ownPeers(release, rule)).as("%s %s", policy, port).isEqualTo(expected);
            }
        }
    }

    /** Components that a rule lets in, each by a peer of its own. */
    private static List<String> ownPeers(Release release, JsonObject rule) {
        return Manifest.objects(rule, "from").stream()
                .filter(peer -> peer.toString().contains("app.kubernetes.io/instance"))
                .map(peer -> components(release.found(peer.getAsJsonObject("podSelector"))))
                .map(found -> String.join("+", found))
                .toList();
    }

    @Test
    void networkPolicies_ownMonitoring_letInNobodyElse() {
        Release release = Chart.render("""
                networkPolicy:
                  monitoring: [{namespaceSelector: {matchLabels: {team: observers}}}]
                """);

        assertThat(Manifest.objects(release.ending("NetworkPolicy", "-worker").spec(), "ingress"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.get("from"))
                        .hasToString("[{\"namespaceSelector\":{\"matchLabels\":{\"team\":\"observers\"}}}]"));
    }

    @ParameterizedTest
    @CsvSource({"'', shop", "shop-eu, shop-eu"})
    void farm_ofTheScaler_isThatOfTheMonitor(String given, String farm) {
        Release release =
                Chart.render(Chart.FOLDER.resolve("ci/sentinel-values.yaml"), Map.of("monitoring.farm", given));

        String scraped = Manifest.everyObject(release.of("PodMonitor").get(0).spec())
                .filter(object -> object.has("targetLabel")
                        && object.get("targetLabel").getAsString().equals("farm"))
                .map(object -> object.get("replacement").getAsString())
                .findFirst()
                .orElseThrow();
        assertThat(scraped).isEqualTo(farm);
        assertThat(Manifest.everyObject(
                        release.ending("HorizontalPodAutoscaler", "-worker").spec()))
                .anySatisfy(object -> assertThat(object.get("matchLabels")).hasToString("{\"farm\":\"" + farm + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void autoscalers_allValues_haveATargetWithoutReplicas(Path values) {
        Release release = Chart.render(values);
        for (Manifest scaler : release.of("HorizontalPodAutoscaler")) {
            JsonObject target = scaler.spec().getAsJsonObject("scaleTargetRef");
            Manifest workload = release.find(
                            target.get("kind").getAsString(), target.get("name").getAsString())
                    .orElseThrow();
            assertThat(workload.spec().has("replicas")).isFalse();
            JsonObject down = scaler.spec().getAsJsonObject("behavior").getAsJsonObject("scaleDown");
            assertThat(down.get("stabilizationWindowSeconds").getAsInt()).isGreaterThanOrEqualTo(300);
        }
    }

    private static Set<String> ports(Manifest workload) {
        return Manifest.objects(workload.container(), "ports").stream()
                .map(port -> port.get("name").getAsString())
                .collect(Collectors.toSet());
    }

    private static JsonObject matchLabels(Manifest manifest) {
        return manifest.spec().getAsJsonObject("selector").getAsJsonObject("matchLabels");
    }
}

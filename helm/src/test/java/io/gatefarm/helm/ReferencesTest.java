package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
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
            assertThat(release.selected(matchLabels(monitor))).hasSizeGreaterThanOrEqualTo(2);
        }
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
            List<String> scraped = release.selected(matchLabels(monitor)).stream()
                    .filter(workload -> ports(workload).contains(port))
                    .map(Manifest::name)
                    .toList();
            assertThat(scraped).hasSize(2).anyMatch(name -> name.endsWith("-gateway"));
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

    @ParameterizedTest
    @MethodSource("valuesFiles")
    void routes_allValues_leadToAService(Path values) {
        Release release = Chart.render(values);
        Stream<JsonObject> routes = Stream.of("Ingress", "HTTPRoute")
                .flatMap(kind -> release.of(kind).stream())
                .flatMap(manifest -> Manifest.everyObject(manifest.spec()));
        for (JsonObject route : routes.toList()) {
            if (route.has("service")) {
                JsonObject service = route.getAsJsonObject("service");
                assertThat(servicePorts(release, service.get("name").getAsString()))
                        .contains(service.getAsJsonObject("port").get("name").getAsString());
            }
            for (JsonObject backend : Manifest.objects(route, "backendRefs")) {
                assertThat(servicePorts(release, backend.get("name").getAsString()))
                        .contains(backend.get("port").getAsString());
            }
        }
        assertThat(release.of("HTTPRoute"))
                .allSatisfy(route -> assertThat(route.spec()).asString().doesNotContain("timeouts"));
    }

    /** Names and numbers of a Service's ports. */
    private static Set<String> servicePorts(Release release, String name) {
        return Manifest.objects(release.find("Service", name).orElseThrow().spec(), "ports").stream()
                .flatMap(port -> Stream.of(
                        port.get("name").getAsString(), port.get("port").getAsString()))
                .collect(Collectors.toSet());
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

package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in: they lead to the gateways, and let WebSockets be silent. */
class RoutesTest {
    static List<Path> valuesFiles() {
        return Chart.valuesFiles();
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

    @Test
    void routes_production_areBoth() {
        Release release = Chart.render(Chart.FOLDER.resolve("ci/sentinel-values.yaml"));

        assertThat(release.of("HTTPRoute")).hasSize(1);
        assertThat(annotations(release))
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "3600")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-send-timeout", "3600")
                .containsEntry("haproxy-ingress.github.io/timeout-tunnel", "3600s")
                // its gateways speak TLS
                .containsEntry("nginx.ingress.kubernetes.io/backend-protocol", "HTTPS")
                .containsEntry("haproxy-ingress.github.io/backend-protocol", "h1-ssl")
                .containsEntry("haproxy.org/server-ssl", "true");
        assertThat(release.find("Service", "trial-gatefarm-gateway")
                        .orElseThrow()
                        .spec())
                .asString()
                .contains("kubernetes.io/wss");
        assertThat(release.ending("Pod", "-test").container().get("args"))
                .asString()
                .contains("--url=wss://trial-gatefarm-gateway:8282/");
    }

    @Test
    void ingress_plainGateways_hasTimeoutsOnly() {
        Release release = Chart.render("ingress: {enabled: true, hosts: [a], annotations: null}");

        assertThat(annotations(release))
                .hasSize(3)
                .allSatisfy((key, value) -> assertThat(key).contains("timeout"));
        assertThat(release.find("Service", "trial-gatefarm-gateway")
                        .orElseThrow()
                        .spec())
                .asString()
                .contains("kubernetes.io/ws\"");
    }

    @Test
    void ingress_ownAnnotations_goBeforeTheCharts() {
        Release release = Chart.render("""
                ingress:
                  enabled: true
                  hosts: [a]
                  annotations: {nginx.ingress.kubernetes.io/proxy-read-timeout: "60"}
                """);

        assertThat(annotations(release)).containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "60");
    }

    private static Map<String, String> annotations(Release release) {
        Map<String, String> annotations = new TreeMap<>();
        release.of("Ingress")
                .get(0)
                .metadata()
                .getAsJsonObject("annotations")
                .asMap()
                .forEach((key, value) -> annotations.put(key, value.getAsString()));
        return annotations;
    }

    /** Names and numbers of a Service's ports. */
    private static Set<String> servicePorts(Release release, String name) {
        return Manifest.objects(release.find("Service", name).orElseThrow().spec(), "ports").stream()
                .flatMap(port -> Stream.of(
                        port.get("name").getAsString(), port.get("port").getAsString()))
                .collect(Collectors.toSet());
    }
}

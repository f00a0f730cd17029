package io.gatefarm.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are misspelt, of a wrong type, or do not fit together are refused with their name. */
class RefusalsTest {
    @ParameterizedTest
    @CsvSource({
        "gatway, 1, gatway",
        "gateway.replcas, 3, replcas",
        "gateway.settings.maxConections, 3, maxConections",
        "gateway.settings.port, 8283, port",
        "gateway.image.tags, a, tags",
        "gateway.probes.readiness.period, 3, period",
        "worker.settings.handover, 3s, handover",
        "worker.podDisruptionBudget.enable, true, enable",
        "redis.sentinel, a, sentinel",
        "redis.bundled.persistance.size, 1Gi, persistance",
        "monitoring.podMonitor.intervall, 1s, intervall",
        "ingress.host, a, host",
        "networkPolicy.enable, true, enable"
    })
    void schema_misspeltKey_isNamed(String key, String value, String named) {
        assertThatThrownBy(() -> Chart.render(Map.of(key, value)))
                .hasMessageContaining("additional properties '" + named + "' not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.replicas, many, /gateway/replicas",
        "gateway.replicas, 0, /gateway/replicas",
        "gateway.settings.drainWindow, 30 s, /gateway/settings/drainWindow",
        "gateway.settings.slowClient, drop, /gateway/settings/slowClient",
        "gateway.service.type, Loadbalancer, /gateway/service/type",
        "partitions, 1025, /partitions",
        "app, a b, /app",
        "redis.bundled.password, a b, /redis/bundled/password",
        "gateway.image.digest, sha256:12, /gateway/image/digest",
        "networkPolicy.enabled, maybe, /networkPolicy/enabled",
        "networkPolicy.monitoring, null, /networkPolicy",
        "gateway.settings.closeTimeout, 0s, /gateway/settings/closeTimeout",
        "gateway.settings.lagLimit, 0, /gateway/settings/lagLimit",
        "gateway.updateStrategy.minReadySeconds, 30s, /gateway/updateStrategy/minReadySeconds"
    })
    void schema_badValue_isNamed(String key, String value, String named) {
        assertThatThrownBy(() -> Chart.render(Map.of(key, value))).hasMessageContaining("at '" + named + "'");
    }

    @Test
    void schema_everyObjectWithKeys_refusesOthers() {
        JsonObject schema = JsonParser.parseString(Chart.text(Chart.FOLDER.resolve("values.schema.json")))
                .getAsJsonObject();

        List<JsonObject> open = Manifest.everyObject(schema)
                .filter(object ->
                        object.has("properties") && object.get("properties").isJsonObject())
                .filter(object -> !object.has("additionalProperties")
                        || object.get("additionalProperties").isJsonObject()
                        || object.get("additionalProperties").getAsBoolean())
                .toList();

        assertThat(open).isEmpty();
    }

    static Stream<Arguments> combinations() {
        return Stream.of(
                refused("worker.replicas is 9, but partitions is 8", "worker.replicas", 9),
                refused(
                        "worker.autoscaling.maxReplicas is 8, but partitions is 4",
                        "partitions",
                        4,
                        "worker.autoscaling.enabled",
                        true),
                refused(
                        "gateway.autoscaling.minReplicas is 20",
                        "gateway.autoscaling.enabled",
                        true,
                        "gateway.autoscaling.minReplicas",
                        20),
                refused("minAvailable is 2 of 2 pods", "gateway.podDisruptionBudget.minAvailable", 2),
                refused("minAvailable is 100% of 2 pods", "worker.podDisruptionBudget.minAvailable", "100%"),
                refused(
                        "gateway.podDisruptionBudget.minAvailable is 50% of 1 pods",
                        "gateway.podDisruptionBudget.minAvailable", "50%", "gateway.replicas", 1),
                refused(
                        "gateway.podDisruptionBudget.minAvailable is 67% of 3 pods",
                        "gateway.podDisruptionBudget.minAvailable",
                        "67%",
                        "gateway.autoscaling.enabled",
                        true,
                        "gateway.autoscaling.minReplicas",
                        3),
                refused("maxUnavailable is 0: no node", "gateway.podDisruptionBudget.maxUnavailable", 0),
                refused("maxUnavailable is 0%: no node", "worker.podDisruptionBudget.maxUnavailable", "0%"),
                refused(
                        "worker.podDisruptionBudget needs maxUnavailable or minAvailable",
                        "worker.podDisruptionBudget.maxUnavailable",
                        ""),
                refused("worker.updateStrategy", "worker.updateStrategy.maxSurge", 0),
                refused("gateway.terminationGracePeriodSeconds is 30", "gateway.terminationGracePeriodSeconds", 30),
                refused("worker.terminationGracePeriodSeconds is 10", "worker.terminationGracePeriodSeconds", 10),
                refused(
                        "gateway.extraEnv has GATEFARM_PORT",
                        "gateway.extraEnv[0].name",
                        "GATEFARM_PORT",
                        "gateway.extraEnv[0].value",
                        "a"),
                refused(
                        "worker.extraEnv has GATEFARM_REDIS_CA_FILE",
                        "worker.extraEnv[0].name",
                        "GATEFARM_REDIS_CA_FILE",
                        "worker.extraEnv[0].value",
                        "a"),
                refused("gateway.extraArgs has --port=9000", "gateway.extraArgs[0]", "--port=9000"),
                refused("gateway.extraArgs has --drain-window=5m", "gateway.extraArgs[0]", "--drain-window=5m"),
                refused("worker.extraArgs has --events", "worker.extraArgs[0]", "--events"),
                refused("worker.extraVolumes has tmp", "worker.extraVolumes[0].name", "tmp"),
                refused(
                        "commonLabels has app.kubernetes.io/part-of",
                        "commonLabels.app\\.kubernetes\\.io/part-of",
                        "shop"),
                refused("gateway.podLabels has helm.sh/chart", "gateway.podLabels.helm\\.sh/chart", "shop"),
                refused("redis.bundled.maxmemory is 1gb", "redis.bundled.maxmemory", "1gb"),
                refused("redis.bundled.maxmemory is 0", "redis.bundled.maxmemory", "0kb"),
                refused("resources.limits.memory is 256M", "redis.bundled.resources.limits.memory", "256M"),
                refused(
                        "only one of them may be",
                        "redis.bundled.enabled",
                        false,
                        "redis.external.host",
                        "a",
                        "redis.external.sentinel.nodes[0]",
                        "b"),
                refused(
                        "redis.auth.sentinelPasswordKey is for redis.external.sentinel.nodes",
                        "redis.bundled.enabled",
                        false,
                        "redis.external.host",
                        "a",
                        "redis.auth.existingSecret",
                        "s",
                        "redis.auth.sentinelPasswordKey",
                        "k"),
                refused(
                        "gateway.autoscaling.target is 10k, but with gatefarm_load_ratio it is below 1, such as 600m",
                        "gateway.autoscaling.enabled",
                        true,
                        "gateway.autoscaling.target",
                        "10k"),
                refused(
                        "gateway.autoscaling.target is 600m",
                        "gateway.autoscaling.enabled",
                        true,
                        "gateway.autoscaling.metric",
                        "gatefarm_gateway_connections"),
                refused(
                        "maxConnections, 5000",
                        "gateway.autoscaling.enabled",
                        true,
                        "gateway.autoscaling.metric",
                        "gatefarm_gateway_connections",
                        "gateway.autoscaling.target",
                        "10k",
                        "gateway.settings.maxConnections",
                        5000),
                refused("set redis.bundled.enabled to false", "redis.external.host", "redis.example.com"),
                refused("redis.external.host or redis.external.sentinel.nodes", "redis.bundled.enabled", false),
                refused("redis.auth is for redis.external", "redis.auth.existingSecret", "a"),
                refused("redis.tls.enabled is for redis.external", "redis.tls.enabled", true),
                refused(
                        "redis.auth.existingSecret is needed",
                        "redis.bundled.enabled",
                        false,
                        "redis.external.host",
                        "a",
                        "redis.auth.gateway.user",
                        "chat-gateway"),
                refused(
                        "redis.tls.enabled only",
                        "redis.bundled.enabled",
                        false,
                        "redis.external.host",
                        "a",
                        "redis.tls.caSecret",
                        "ca"),
                refused("ingress.hosts is needed", "ingress.enabled", true),
                refused("httpRoute.parentRefs is needed", "httpRoute.enabled", true),
                refused("gateway.service.type is ClusterIP", "gateway.service.nodePort", 30000),
                refused(
                        "gateway.service.type is NodePort",
                        "gateway.service.type",
                        "NodePort",
                        "gateway.service.loadBalancerClass",
                        "a"));
    }

    @Test
    void disruptionBudgets_thatLetOnePodGo_areTaken() {
        Release release = Chart.render("""
                gateway: {replicas: 3, podDisruptionBudget: {minAvailable: 66%}}
                worker: {podDisruptionBudget: {maxUnavailable: 1%}}
                """);

        assertThat(release.of("PodDisruptionBudget")).hasSize(2);
    }

    @Test
    void autoscalingTarget_loadAsAWholeNumber_isRefused() {
        assertThatThrownBy(() -> Chart.render("gateway: {autoscaling: {enabled: true, target: \"600\"}}"))
                .hasMessageContaining("gateway.autoscaling.target is 600, but with gatefarm_load_ratio");
    }

    @Test
    void enabled_ofAnUmbrellaChart_isTaken() {
        assertThat(Chart.render("enabled: true").workloads()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void combinations_thatCannotWork_areExplained(String message, Map<String, Object> values) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
    }

    private static Arguments refused(String message, Object... keysAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return Arguments.of(message, values);
    }
}

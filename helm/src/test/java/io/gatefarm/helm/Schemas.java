package io.gatefarm.helm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each kind may hold: Kubernetes's own by its API's models, those of others by the fields that the chart may use. */
final class Schemas {
    private interface Check {
        void check(JsonElement json) throws IOException;
    }

    private static final Map<String, Check> KUBERNETES = Map.ofEntries(
            Map.entry("v1/ConfigMap", V1ConfigMap::validateJsonElement),
            Map.entry("v1/Pod", V1Pod::validateJsonElement),
            Map.entry("v1/Secret", V1Secret::validateJsonElement),
            Map.entry("v1/Service", V1Service::validateJsonElement),
            Map.entry("v1/ServiceAccount", V1ServiceAccount::validateJsonElement),
            Map.entry("apps/v1/Deployment", V1Deployment::validateJsonElement),
            Map.entry("apps/v1/StatefulSet", V1StatefulSet::validateJsonElement),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
            Map.entry("networking.k8s.io/v1/Ingress", V1Ingress::validateJsonElement),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement),
            Map.entry("policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement));

    /** Path of an object in {@code spec} to its fields; {@code *} stands for what is free. */
    private static final Map<String, Map<String, Set<String>>> OTHERS = Map.of(
            "gateway.networking.k8s.io/v1/HTTPRoute",
            Map.of(
                    "spec", Set.of("parentRefs", "hostnames", "rules"),
                    "spec.parentRefs", Set.of("group", "kind", "namespace", "name", "sectionName", "port"),
                    "spec.rules", Set.of("name", "matches", "filters", "backendRefs"),
                    "spec.rules.matches", Set.of("path", "headers", "queryParams", "method"),
                    "spec.rules.matches.path", Set.of("type", "value"),
                    "spec.rules.filters", Set.of("*"),
                    "spec.rules.backendRefs", Set.of("group", "kind", "namespace", "name", "port", "weight")),
            "monitoring.coreos.com/v1/PodMonitor",
            Map.of(
                    "spec", Set.of("selector", "namespaceSelector", "podMetricsEndpoints", "jobLabel"),
                    "spec.selector", Set.of("matchLabels", "matchExpressions"),
                    "spec.selector.matchLabels", Set.of("*"),
                    "spec.selector.matchExpressions", Set.of("key", "operator", "values"),
                    "spec.podMetricsEndpoints", Set.of("port", "path", "interval", "relabelings", "scrapeTimeout"),
                    "spec.podMetricsEndpoints.relabelings",
                            Set.of("sourceLabels", "separator", "targetLabel", "regex", "replacement", "action")),
            "monitoring.coreos.com/v1/PrometheusRule",
            Map.of(
                    "spec", Set.of("groups"),
                    "spec.groups", Set.of("name", "interval", "limit", "labels", "rules"),
                    "spec.groups.rules",
                            Set.of("alert", "record", "expr", "for", "keep_firing_for", "labels", "annotations"),
                    "spec.groups.rules.labels", Set.of("*"),
                    "spec.groups.rules.annotations", Set.of("*")));

    private Schemas() {}

    /** Throws when a field is unknown, missing or of a wrong type. */
    static void check(Manifest manifest) {
        String kind = manifest.json().get("apiVersion").getAsString() + "/" + manifest.kind();
        Check check = KUBERNETES.get(kind);
        try {
            if (check != null) {
                check.check(manifest.json());
            } else if (OTHERS.containsKey(kind)) {
                fields(OTHERS.get(kind), "spec", manifest.spec());
            } else {
                throw new IllegalArgumentException("no schema of " + kind);
            }
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(manifest + ": " + e.getMessage(), e);
        }
    }

    private static void fields(Map<String, Set<String>> known, String path, JsonElement element) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(item -> fields(known, path, item));
        } else if (element.isJsonObject() && !known.getOrDefault(path, Set.of()).contains("*")) {
            JsonObject object = element.getAsJsonObject();
            for (String field : List.copyOf(object.keySet())) {
                if (!known.getOrDefault(path, Set.of()).contains(field)) {
                    throw new IllegalArgumentException("unknown field " + path + "." + field);
                }
                fields(known, path + "." + field, object.get(field));
            }
        }
    }
}

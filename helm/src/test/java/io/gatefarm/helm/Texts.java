package io.gatefarm.helm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Fields that must be texts: Kubernetes refuses a number or a truth value there, its models for Java take it. */
final class Texts {
    private static final Set<String> FIELDS = Set.of(
            "key",
            "name",
            "namespace",
            "host",
            "path",
            "image",
            "interval",
            "replacement",
            "secretName",
            "serviceName",
            "serviceAccountName",
            "priorityClassName",
            "storageClassName",
            "ingressClassName",
            "loadBalancerClass",
            "averageValue");

    /** Maps and arrays whose every value is one. */
    private static final Set<String> OF_TEXTS = Set.of(
            "labels",
            "annotations",
            "matchLabels",
            "nodeSelector",
            "data",
            "stringData",
            "command",
            "args",
            "values",
            "hosts",
            "hostnames");

    private Texts() {}

    /** What is none, as {@code field: value}. */
    static List<String> wrong(Manifest manifest) {
        return Manifest.everyObject(manifest.json())
                .flatMap(object -> object.entrySet().stream())
                .flatMap(Texts::wrong)
                .toList();
    }

    private static Stream<String> wrong(Map.Entry<String, JsonElement> field) {
        List<JsonElement> texts = new ArrayList<>();
        JsonElement value = field.getValue();
        if (value.isJsonPrimitive() && FIELDS.contains(field.getKey())) {
            texts.add(value);
        } else if (field.getKey().equals("env") && value.isJsonArray()) {
            value.getAsJsonArray().forEach(variable -> texts.add(valueOf(variable.getAsJsonObject())));
        } else if (OF_TEXTS.contains(field.getKey()) && value.isJsonObject()) {
            texts.addAll(value.getAsJsonObject().asMap().values());
        } else if (OF_TEXTS.contains(field.getKey()) && value.isJsonArray()) {
            texts.addAll(value.getAsJsonArray().asList());
        }
        return texts.stream()
                .filter(text ->
                        !text.isJsonPrimitive() || !text.getAsJsonPrimitive().isString())
                .map(text -> field.getKey() + ": " + text);
    }

    /** A variable has a value or a place it comes from. */
    private static JsonElement valueOf(JsonObject variable) {
        return variable.has("value") ? variable.get("value") : variable.get("name");
    }
}

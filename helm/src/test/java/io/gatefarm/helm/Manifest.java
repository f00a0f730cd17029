package io.gatefarm.helm;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** One object for Kubernetes. */
public record Manifest(JsonObject json) {
    public String kind() {
        return json.get("kind").getAsString();
    }

    public JsonObject metadata() {
        return json.getAsJsonObject("metadata");
    }

    public String name() {
        return metadata().get("name").getAsString();
    }

    public JsonObject spec() {
        return json.getAsJsonObject("spec");
    }

    /** Of a workload. */
    public JsonObject podTemplate() {
        return spec().getAsJsonObject("template");
    }

    /** Of a workload's pods, or a Pod's own. */
    public JsonObject podLabels() {
        JsonObject its = kind().equals("Pod") ? metadata() : podTemplate().getAsJsonObject("metadata");
        return its.getAsJsonObject("labels");
    }

    /** Of a workload, or a Pod itself. */
    public JsonObject podSpec() {
        return kind().equals("Pod") ? spec() : podTemplate().getAsJsonObject("spec");
    }

    /** The first container: the chart's own, before those that users add. */
    public JsonObject container() {
        return podSpec().getAsJsonArray("containers").get(0).getAsJsonObject();
    }

    /** Objects of an array; none when there is no such array. */
    public static List<JsonObject> objects(JsonObject parent, String array) {
        return parent.has(array)
                ? parent.getAsJsonArray(array).asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }

    /** All objects at any depth, the object itself first. */
    public static Stream<JsonObject> everyObject(JsonElement element) {
        if (element.isJsonObject()) {
            JsonObject object = element.getAsJsonObject();
            return Stream.concat(
                    Stream.of(object), object.asMap().values().stream().flatMap(Manifest::everyObject));
        }
        return element.isJsonArray()
                ? element.getAsJsonArray().asList().stream().flatMap(Manifest::everyObject)
                : Stream.empty();
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}

package io.gatefarm.helm;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of one rendering, in their order. */
public record Release(List<Manifest> manifests) {
    private static final Gson GSON = new Gson();

    static Release parse(String yaml) {
        var options = new LoaderOptions();
        options.setCodePointLimit(1 << 24);
        options.setAllowDuplicateKeys(false);
        Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(yaml);
        return new Release(StreamSupport.stream(documents.spliterator(), false)
                .filter(document -> document != null)
                .map(document -> GSON.toJsonTree(document).getAsJsonObject())
                .map(Manifest::new)
                .toList());
    }

    public List<Manifest> of(String kind) {
        return manifests.stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .toList();
    }

    public Optional<Manifest> find(String kind, String name) {
        return of(kind).stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst();
    }

    /** The manifest of that kind whose name ends so; there must be one. */
    public Manifest ending(String kind, String end) {
        return of(kind).stream()
                .filter(manifest -> manifest.name().endsWith(end))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " ..." + end));
    }

    /** Deployments and StatefulSets. */
    public List<Manifest> workloads() {
        return manifests.stream()
                .filter(manifest -> manifest.json().has("spec")
                        && manifest.spec().has("template")
                        && manifest.spec().has("selector"))
                .toList();
    }

    /** Workloads whose pods have these labels, as a Service selects them. */
    public List<Manifest> selected(JsonObject matchLabels) {
        return workloads().stream()
                .filter(workload -> hasAll(workload.podLabels(), matchLabels))
                .toList();
    }

    /** Workloads and Pods that a selector with {@code matchLabels} or {@code matchExpressions} finds. */
    public List<Manifest> found(JsonObject selector) {
        return Stream.concat(workloads().stream(), of("Pod").stream())
                .filter(manifest -> !selector.has("matchLabels")
                        || hasAll(manifest.podLabels(), selector.getAsJsonObject("matchLabels")))
                .filter(manifest -> Manifest.objects(selector, "matchExpressions").stream()
                        .allMatch(expression -> isIn(manifest.podLabels(), expression)))
                .toList();
    }

    private static boolean hasAll(JsonObject labels, JsonObject matchLabels) {
        return matchLabels.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
    }

    private static boolean isIn(JsonObject labels, JsonObject expression) {
        if (!expression.get("operator").getAsString().equals("In")) {
            throw new IllegalArgumentException("the chart uses In alone: " + expression);
        }
        return expression
                .getAsJsonArray("values")
                .contains(labels.get(expression.get("key").getAsString()));
    }
}

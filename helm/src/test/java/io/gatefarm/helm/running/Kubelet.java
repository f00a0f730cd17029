package io.gatefarm.helm.running;

import com.google.gson.JsonObject;
import io.gatefarm.helm.Manifest;
import io.gatefarm.helm.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Runs pods of a release as processes: their command, arguments, environment, files from Secrets and ConfigMaps, probes, and the
 * order of a stop are the manifests'. Ports are free ones of this machine, and a Service's name leads to them.
 */
final class Kubelet implements AutoCloseable {
    private final Release release;
    private final Images images;
    private final Path folder;
    private final List<Pod> pods = new CopyOnWriteArrayList<>();

    Kubelet(Release release, Images images, Path folder) {
        this.release = release;
        this.images = images;
        this.folder = folder;
    }

    /** Starts one pod of a workload, or a Pod; returns at once. */
    Pod start(Manifest manifest) throws IOException {
        int number = pods.size();
        var pod = new Pod(manifest, new Sandbox(this, manifest, folder.resolve("pod-" + number)));
        pods.add(pod);
        return pod;
    }

    /** Pods that a Service leads to: those that are ready and were not told to stop. */
    List<Pod> endpoints(String service) {
        JsonObject selector = release.find("Service", service)
                .orElseThrow(() -> new IllegalArgumentException("no Service " + service))
                .spec()
                .getAsJsonObject("selector");
        List<Manifest> selected = release.selected(selector);
        return pods.stream()
                .filter(pod -> selected.contains(pod.manifest()) && pod.isServing())
                .toList();
    }

    /** A text in which Services' names with ports are addresses of this machine. */
    String resolve(String text) {
        String resolved = text;
        for (Manifest service : release.of("Service")) {
            for (JsonObject port : Manifest.objects(service.spec(), "ports")) {
                String name = service.name() + ":" + port.get("port").getAsString();
                if (resolved.contains(name)) {
                    Pod target = endpoints(service.name()).get(0);
                    resolved = resolved.replace(
                            name,
                            "127.0.0.1:" + target.port(port.get("targetPort").getAsString()));
                }
            }
        }
        return resolved;
    }

    /** What stands in a Secret or ConfigMap of the release. */
    Map<String, String> entries(String kind, String name) {
        JsonObject json = release.find(kind, name)
                .orElseThrow(() -> new IllegalArgumentException("no " + kind + " " + name))
                .json();
        Map<String, String> entries = new LinkedHashMap<>();
        Stream.of("data", "stringData")
                .filter(json::has)
                .forEach(part -> json.getAsJsonObject(part)
                        .asMap()
                        .forEach((key, value) -> entries.put(key, value.getAsString())));
        return entries;
    }

    Images images() {
        return images;
    }

    @Override
    public void close() {
        var last = new ArrayList<>(pods);
        last.forEach(Pod::kill);
    }
}

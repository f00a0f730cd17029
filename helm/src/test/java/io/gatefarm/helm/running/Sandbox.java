package io.gatefarm.helm.running;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.gatefarm.helm.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a container sees: its folders, its ports, its environment; all paths and ports are replaced by some of this machine. */
final class Sandbox {
    private final Kubelet kubelet;
    private final JsonObject container;
    private final Path folder;
    /** Path in the container to folder here. */
    private final Map<String, Path> mounts = new LinkedHashMap<>();
    /** Name of a port to the port here. */
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    Sandbox(Kubelet kubelet, Manifest manifest, Path folder) throws IOException {
        this.kubelet = kubelet;
        this.container = manifest.container();
        this.folder = folder;
        for (JsonObject mount : Manifest.objects(container, "volumeMounts")) {
            mounts.put(
                    mount.get("mountPath").getAsString(),
                    Files.createDirectories(folder.resolve(mount.get("name").getAsString())));
        }
        for (JsonObject volume : Manifest.objects(manifest.podSpec(), "volumes")) {
            fill(volume);
        }
        for (JsonObject port : Manifest.objects(container, "ports")) {
            ports.put(port.get("name").getAsString(), freePort());
        }
    }

    private void fill(JsonObject volume) throws IOException {
        Path to = folder.resolve(volume.get("name").getAsString());
        if (volume.has("secret")) {
            JsonObject secret = volume.getAsJsonObject("secret");
            write(to, secret, kubelet.entries("Secret", secret.get("secretName").getAsString()));
        } else if (volume.has("configMap")) {
            JsonObject map = volume.getAsJsonObject("configMap");
            write(to, map, kubelet.entries("ConfigMap", map.get("name").getAsString()));
        }
    }

    private void write(Path to, JsonObject source, Map<String, String> entries) throws IOException {
        if (!source.has("items")) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                Files.writeString(to.resolve(entry.getKey()), here(entry.getValue()));
            }
        }
        for (JsonObject item : Manifest.objects(source, "items")) {
            String text = entries.get(item.get("key").getAsString());
            if (text == null) {
                throw new IllegalArgumentException("no such key: " + item);
            }
            Files.writeString(to.resolve(item.get("path").getAsString()), here(text));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port " + name + " among " + ports.keySet());
        }
        return port;
    }

    Process start() throws IOException {
        List<String> command =
                kubelet.images().command(container.get("image").getAsString(), words("command"), words("args"));
        if (ports.containsKey("redis")) {
            command.addAll(List.of("--port", Integer.toString(port("redis")), "--bind", "127.0.0.1"));
        }
        return process(command, folder.resolve("log")).start();
    }

    /** Runs a command in the container, as exec probes do; returns its exit status. */
    int exec(List<String> command) throws IOException, InterruptedException {
        List<String> here = new ArrayList<>(command);
        if (command.get(0).equals("redis-cli")) {
            here.addAll(1, List.of("-p", Integer.toString(port("redis"))));
        }
        return process(here, folder.resolve("exec-log")).start().waitFor();
    }

    private ProcessBuilder process(List<String> command, Path log) {
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATEFARM_") || name.startsWith("JAVA_"));
        environment(builder.environment());
        return builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private void environment(Map<String, String> environment) {
        for (JsonObject variable : Manifest.objects(container, "env")) {
            String name = variable.get("name").getAsString();
            if (variable.has("value")) {
                String value = variable.get("value").getAsString();
                environment.put(name, name.endsWith("_PORT") ? portHere(value) : here(kubelet.resolve(value)));
            } else {
                JsonObject key = variable.getAsJsonObject("valueFrom").getAsJsonObject("secretKeyRef");
                Map<String, String> secret =
                        kubelet.entries("Secret", key.get("name").getAsString());
                environment.put(name, secret.get(key.get("key").getAsString()));
            }
        }
    }

    private String portHere(String number) {
        for (JsonObject port : Manifest.objects(container, "ports")) {
            if (port.get("containerPort").getAsString().equals(number)) {
                return Integer.toString(port(port.get("name").getAsString()));
            }
        }
        throw new IllegalArgumentException("the container does not say that it listens on " + number);
    }

    /** The text with the folders of this machine. */
    private String here(String text) {
        String here = text;
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            here = here.replaceAll(
                    "(^|[\\s=])" + mount.getKey() + "(/|\\s|$)",
                    "$1" + mount.getValue().toString() + "$2");
        }
        return here;
    }

    private List<String> words(String array) {
        JsonArray words = container.has(array) ? container.getAsJsonArray(array) : new JsonArray();
        return words.asList().stream()
                .map(word -> here(kubelet.resolve(word.getAsString())))
                .toList();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }
}

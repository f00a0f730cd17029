package io.gatefarm.helm.running;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.gatefarm.helm.Chart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the images hold, taken from what was packaged: which command an image begins with, and what its files are here. */
record Images(Path project, String version, Path redisServer) {
    private static final Pattern FROM = Pattern.compile("FROM (\\S+) AS (\\S+)");
    private static final String ENTRYPOINT = "ENTRYPOINT ";
    private static final String IMAGE_CLASS_PATH = "/app/*:/app/lib/*";
    private static final List<String> JAVA = List.of("-XX:TieredStopAtLevel=1", "-Xmx192m");

    /** What a container runs: its own command, or the image's, and then its arguments. */
    List<String> command(String image, List<String> command, List<String> args) {
        List<String> all = new ArrayList<>(command.isEmpty() ? entrypoint(image) : command);
        all.addAll(args);
        if (all.get(0).equals("java")) {
            all.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            all.addAll(1, JAVA);
            all.replaceAll(word -> word.equals(IMAGE_CLASS_PATH) ? classPath(image) : word);
        } else if (all.get(0).equals("redis-server")) {
            all.set(0, redisServer.toString());
        }
        return all;
    }

    /** The Dockerfile's, of the image's stage or the one it is built on. */
    private List<String> entrypoint(String image) {
        String stage = image.substring(image.indexOf('/') + 1, image.indexOf(':'));
        Map<String, List<String>> entrypoints = new HashMap<>();
        String current = "";
        for (String line : Chart.text(project.resolve("Dockerfile")).lines().toList()) {
            Matcher from = FROM.matcher(line);
            if (from.matches()) {
                current = from.group(2);
                entrypoints.put(current, entrypoints.getOrDefault(from.group(1), List.of()));
            } else if (line.startsWith(ENTRYPOINT)) {
                String words = line.substring(ENTRYPOINT.length());
                entrypoints.put(
                        current,
                        JsonParser.parseString(words).getAsJsonArray().asList().stream()
                                .map(JsonElement::getAsString)
                                .toList());
            }
        }
        return Objects.requireNonNull(entrypoints.get(stage), () -> "no stage for " + image);
    }

    private String classPath(String image) {
        Stream<Path> entries = switch (image.substring(0, image.indexOf(':'))) {
            case "gatefarm/gateway" -> jar("gateway", "gatefarm-gateway");
            case "gatefarm/worker" -> jar("worker", "gatefarm-worker");
            case "gatefarm/chat" ->
                Stream.concat(
                        jar("worker", "gatefarm-worker"), Stream.of(target("examples/chat", "gatefarm-example-chat")));
            default -> throw new IllegalArgumentException("no such image: " + image);
        };
        return String.join(":", entries.map(Path::toString).toList());
    }

    private Stream<Path> jar(String module, String name) {
        return Stream.of(target(module, name), project.resolve(module).resolve("target/lib/*"));
    }

    private Path target(String module, String name) {
        return project.resolve(module).resolve("target").resolve(name + "-" + version + ".jar");
    }
}

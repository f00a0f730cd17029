package io.gatefarm.helm.running;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the images hold, taken from what was packaged: which command an image begins with, and what its files are here. */
record Images(Path project, String version, Path redisServer) {
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

    private static List<String> entrypoint(String image) {
        String main = image.startsWith("gatefarm/gateway") ? "io.gatefarm.gateway.Main" : "io.gatefarm.worker.Main";
        return List.of("java", "-cp", IMAGE_CLASS_PATH, main);
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

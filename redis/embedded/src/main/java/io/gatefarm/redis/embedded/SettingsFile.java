package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code redis.conf} of one local server: the project's own settings with the local ones below them. */
final class SettingsFile {
    private SettingsFile() {}

    static void write(Path file, LocalRedisConfig config, int port, Path dataFolder) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Resource.text("redis.conf"));
        lines.add("appendonly " + (config.appendOnly() ? "yes" : "no"));
        config.includes().forEach(include -> lines.add("include " + quoted(include.toAbsolutePath())));
        lines.addAll(config.directives());
        lines.add("bind 127.0.0.1");
        lines.add("port " + port);
        lines.add("dir " + quoted(dataFolder));
        lines.add("daemonize no");
        lines.add("supervised no");
        lines.add("logfile \"\"");
        Files.write(file, lines);
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

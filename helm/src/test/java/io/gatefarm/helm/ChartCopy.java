package io.gatefarm.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chart with its hook as an ordinary Pod and its notes as a ConfigMap: Helm as a library leaves both out of what it renders.
 * Lies in {@code target}.
 */
final class ChartCopy {
    static final String HOOK = "helm.sh/hook: test";
    static final String MARK = "helm.sh/was-hook: test";

    private static final String NOTES = """
            {{- define "notes" }}@TEXT@{{ end -}}
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: notes
              namespace: {{ .Release.Namespace }}
              labels: {of: tests}
            data:
              text: {{ include "notes" . | quote }}
            """;

    private static final List<String> PARTS = List.of(
            "Chart.yaml",
            ".helmignore",
            "values.yaml",
            "values.schema.json",
            "files",
            "rules",
            "dashboards",
            "templates");

    private ChartCopy() {}

    static Path make(Path chart) {
        try {
            Path copy = Files.createTempDirectory(Files.createDirectories(chart.resolve("target")), "chart");
            for (String part : PARTS) {
                if (Files.exists(chart.resolve(part))) {
                    copy(chart, chart.resolve(part), copy);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path chart, Path part, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(chart.relativize(file));
                Files.createDirectories(to.getParent());
                String text = Files.readString(file);
                if (file.endsWith("NOTES.txt")) {
                    Files.writeString(to.resolveSibling("notes.yaml"), NOTES.replace("@TEXT@", text));
                } else {
                    Files.writeString(to, text.replace(HOOK, MARK));
                }
            }
        }
    }
}

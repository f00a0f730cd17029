package io.gatefarm.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Copies of the chart with changes that a test needs. They lie in {@code target}. */
final class ChartCopy {
    static final String HOOK = "helm.sh/hook: test";
    static final String MARK = "helm.sh/was-hook: test";

    private static final Pattern LOOKUP = Pattern.compile("\\blookup \"[^\"]*\" \"[^\"]*\" \\S+ \\S+");

    /** Finds nothing in the cluster, as {@code helm template} does; Helm as a library would ask for one. */
    static final Edit WITHOUT_CLUSTER = (file, text) -> LOOKUP.matcher(text).replaceAll("dict");

    private static final String NOTES = """
            {{- define "notes" }}@TEXT@{{ end -}}
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: notes
              namespace: {{ .Release.Namespace | quote }}
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

    /** What becomes of a file's text. */
    interface Edit {
        String apply(Path file, String text);
    }

    private ChartCopy() {}

    /** The chart as it is, but for the edit. */
    static Path of(Path chart, Edit edit) {
        try {
            Path copy = Files.createTempDirectory(Files.createDirectories(chart.resolve("target")), "chart");
            for (String part : PARTS) {
                copy(chart, chart.resolve(part), copy, edit);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with its hook as an ordinary Pod and its notes as a ConfigMap, which Helm as a library would leave out. */
    static Path renderable(Path chart, Edit edit) {
        Path copy = of(chart, (file, text) -> edit.apply(file, text).replace(HOOK, MARK));
        Path notes = copy.resolve("templates/NOTES.txt");
        try {
            Files.writeString(notes.resolveSibling("notes.yaml"), NOTES.replace("@TEXT@", Files.readString(notes)));
            Files.delete(notes);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path chart, Path part, Path copy, Edit edit) throws IOException {
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(chart.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, edit.apply(file, Files.readString(file)));
            }
        }
    }
}

package io.gatefarm.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The chart in this folder, and what Helm makes of it. What was rendered from a file of values is kept. */
public final class Chart {
    public static final Path FOLDER = Path.of("").toAbsolutePath();
    public static final String RELEASE = "trial";
    public static final String NAMESPACE = "farm";

    private static final Path COPY = ChartCopy.renderable(FOLDER, ChartCopy.WITHOUT_CLUSTER);

    private static final long LIMIT_S = 60;
    private static final ExecutorService HELM = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("helm").factory());

    private static final Map<Path, Release> rendered = new ConcurrentHashMap<>();

    private Chart() {}

    /** The files of values that every test of manifests goes through: {@code values.yaml} alone, and each in {@code ci/}. */
    public static List<Path> valuesFiles() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("ci"))) {
            Stream<Path> sorted = files.filter(file -> file.toString().endsWith("-values.yaml"))
                    .sorted();
            return Stream.concat(Stream.of(FOLDER.resolve("values.yaml")), sorted)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Helm renders from one of them. */
    public static Release render(Path valuesFile) {
        return rendered.computeIfAbsent(valuesFile, file -> render(file, Map.of()));
    }

    /** What Helm renders from a file and single values; throws what Helm says when it refuses them. */
    public static Release render(Path valuesFile, Map<String, ?> values) {
        return render(template(COPY, RELEASE).withValuesFile(valuesFile), values);
    }

    /** The same on top of {@code values.yaml} alone. */
    public static Release render(Map<String, ?> values) {
        return render(FOLDER.resolve("values.yaml"), values);
    }

    /** The same from the text of a file of values. */
    static Release render(String valuesYaml) {
        return render(template(COPY, RELEASE).withValuesFile(file(valuesYaml)), Map.of());
    }

    /** The same for a release, and a namespace, of that name. */
    static Release render(String name, String valuesYaml) {
        return render(template(COPY, name).withNamespace(name).withValuesFile(file(valuesYaml)), Map.of());
    }

    /** What Helm renders from another copy of the chart. */
    static Release renderCopy(Path chart, Map<String, ?> values) {
        return render(template(chart, RELEASE), values);
    }

    private static TemplateCommand template(Path chart, String name) {
        return new Helm(chart)
                .template()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.34.0");
    }

    private static Release render(TemplateCommand command, Map<String, ?> values) {
        values.forEach(command::set);
        return Release.parse(withinLimit(command));
    }

    private static Path file(String text) {
        try {
            Path file = Files.createTempFile(Files.createDirectories(FOLDER.resolve("target")), "values", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Strict; Helm's lint takes no file of values, so its values become the chart's. */
    static LintResult lint(Path valuesFile) {
        String merged = ValuesTable.merged(text(FOLDER.resolve("values.yaml")), text(valuesFile));
        Path copy = ChartCopy.of(FOLDER, (file, text) -> file.endsWith("values.yaml") ? merged : text);
        return withinLimit(new Helm(copy).lint().strict());
    }

    /** A call into native code cannot be interrupted: one that hangs is left alone, and ends with this process. */
    private static <T> T withinLimit(Callable<T> call) {
        try {
            return HELM.submit(call).get(LIMIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw new AssertionError("Helm hangs", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

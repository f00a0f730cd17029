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

    private static final Path WITHOUT_HOOKS = ChartCopy.make(FOLDER);

    private static final long LIMIT_S = 60;
    private static final ExecutorService HELM = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("helm").factory());

    /** Helm as a library would ask a cluster for the password that was made before. */
    private static final Map<String, String> PASSWORD = Map.of("redis.bundled.password", "of-the-test");

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
        TemplateCommand command = new Helm(WITHOUT_HOOKS)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.34.0")
                .withValuesFile(valuesFile);
        if (!hasOwnRedis(valuesFile) && !values.containsKey("redis.bundled.enabled")) {
            PASSWORD.forEach(command::set);
        }
        values.forEach(command::set);
        return Release.parse(withinLimit(command));
    }

    /** The same on top of {@code values.yaml} alone. */
    public static Release render(Map<String, ?> values) {
        return render(FOLDER.resolve("values.yaml"), values);
    }

    static LintResult lint() {
        return withinLimit(new Helm(FOLDER).lint().strict());
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

    private static boolean hasOwnRedis(Path valuesFile) {
        return text(valuesFile).contains("bundled: {enabled: false}");
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

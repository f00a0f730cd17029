package io.gatefarm.examples.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway or worker as a process of its own, from the jars that were packaged. */
final class FarmProcess implements AutoCloseable {
    private static final long PATIENCE_MS = 60_000;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> everything = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private FarmProcess(List<String> arguments) throws IOException {
        this(Path.of(System.getProperty("java.home"), "bin", "java").toString(), arguments);
    }

    private FarmProcess(String java, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1")); // none lives long enough for more
        command.addAll(arguments);
        this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
        this.reader =
                Thread.ofPlatform().daemon().name("log-of-" + process.pid()).start(this::readLines);
    }

    static FarmProcess java(String... arguments) throws IOException {
        return new FarmProcess(List.of(arguments));
    }

    /** With the JDK that runs Maven, which may be too old. */
    static FarmProcess onMavensJava(String jarProperty) throws IOException {
        String java = System.getProperty("gatefarm.maven.java", "java");
        return new FarmProcess(java, List.of("-jar", System.getProperty(jarProperty, "")));
    }

    static FarmProcess gateway(String... settings) throws IOException {
        return gateway(List.of(), settings);
    }

    static FarmProcess gateway(List<String> javaOptions, String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(javaOptions);
        arguments.addAll(List.of("-jar", System.getProperty("gatefarm.gateway.jar", "")));
        arguments.addAll(List.of("--port=0", "--admin-port=0"));
        arguments.addAll(List.of(settings));
        return new FarmProcess(arguments);
    }

    static FarmProcess chatWorker(String... settings) throws IOException {
        return chatWorker(List.of(), settings);
    }

    static FarmProcess chatWorker(List<String> javaOptions, String... settings) throws IOException {
        String classPath = System.getProperty("gatefarm.worker.jar", "")
                + System.getProperty("path.separator")
                + System.getProperty("gatefarm.chat.jar", "");
        List<String> arguments = new ArrayList<>(javaOptions);
        arguments.addAll(List.of("-cp", classPath, "io.gatefarm.worker.Main"));
        arguments.addAll(List.of("--events=io.gatefarm.examples.chat.ChatEvents", "--admin-port=0"));
        arguments.addAll(List.of(settings));
        return new FarmProcess(arguments);
    }

    /** The same from this test's own classes, packaged or not. */
    static FarmProcess chatWorkerOfClassPath(String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(ofClassPath("io.gatefarm.worker.Main"));
        arguments.addAll(List.of("--events=io.gatefarm.examples.chat.ChatEvents", "--admin-port=0"));
        arguments.addAll(List.of(settings));
        return new FarmProcess(arguments);
    }

    /** A gateway from this test's own classes, packaged or not. */
    static FarmProcess gatewayOfClassPath(String... settings) throws IOException {
        List<String> arguments = new ArrayList<>(ofClassPath("io.gatefarm.gateway.Main"));
        arguments.addAll(List.of("--port=0", "--admin-port=0"));
        arguments.addAll(List.of(settings));
        return new FarmProcess(arguments);
    }

    private static List<String> ofClassPath(String main) {
        return List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main);
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                System.out.println(process.pid() + " " + line);
                everything.add(line);
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("log ended: " + e);
        }
    }

    /** Waits for a line that has the pattern. */
    Matcher await(String pattern) throws InterruptedException {
        var compiled = Pattern.compile(pattern);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() - deadline < 0) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            Matcher matcher = compiled.matcher(line == null ? "" : line);
            if (line != null && matcher.find()) {
                return matcher;
            }
        }
        throw new AssertionError("no line with " + pattern + " from process " + process.pid());
    }

    /** The gateway's port for clients, once it listens. */
    int port() throws InterruptedException {
        return Integer.parseInt(await("listens on (\\d+)").group(1));
    }

    long pid() {
        return process.pid();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM; returns the exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /** Waits as long as it takes; returns the exit status. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("process " + process.pid() + " does not end");
        }
        return process.exitValue();
    }

    /** Everything printed and not awaited, once the process has ended. */
    List<String> rest() throws InterruptedException {
        awaitExit();
        List<String> rest = new ArrayList<>();
        for (String line = lines.poll(1, TimeUnit.SECONDS); line != null; line = lines.poll(1, TimeUnit.SECONDS)) {
            rest.add(line);
        }
        return rest;
    }

    /** Everything printed, awaited or not, once the process has ended. */
    List<String> everything() throws InterruptedException {
        awaitExit();
        reader.join();
        return everything;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

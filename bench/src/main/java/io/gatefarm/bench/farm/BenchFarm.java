package io.gatefarm.bench.farm;

import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.redis.embedded.LocalRedis;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Redis, gateways and workers, each a process of its own, started from the jars that {@code mvn package} has made. They end with
 * {@link #close}; owned by one thread.
 */
public final class BenchFarm implements AutoCloseable {
    private static final String APP = "bench";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private final LocalRedis redis;
    private final Path root;
    private final Path logs;
    private final Map<String, Process> processes = new LinkedHashMap<>();

    private BenchFarm(Path root, LocalRedis redis) throws IOException {
        this.root = root;
        this.redis = redis;
        this.logs =
                Files.createDirectories(root.resolve("bench").resolve("target").resolve("farm"));
    }

    /**
     * Starts the farm; gateway n listens on {@code port + n}, its admin port is 1,000 higher.
     *
     * @param root the project's folder
     * @throws LoadFailedException when a part does not come up; its log's path is in the message
     */
    public static BenchFarm start(Path root, FarmSize size, int port) {
        LocalRedis redis = LocalRedis.start();
        try {
            var farm = new BenchFarm(root, redis);
            try {
                farm.startProcesses(size, port);
                return farm;
            } catch (IOException | RuntimeException e) {
                farm.close();
                throw e;
            }
        } catch (IOException e) {
            redis.close();
            throw new LoadFailedException("the farm did not start: " + e.getMessage());
        }
    }

    private void startProcesses(FarmSize size, int port) throws IOException {
        List<String> common =
                List.of("--redis-uri=" + redis.uri(), "--app=" + APP, "--partitions=" + size.partitions());
        for (int i = 0; i < size.workers(); i++) {
            String classPath = jar("worker") + System.getProperty("path.separator") + jar("bench");
            List<String> command = new ArrayList<>(List.of(
                    "-cp",
                    classPath,
                    "io.gatefarm.worker.Main",
                    "--events=" + BenchEvents.class.getName(),
                    "--admin-port=0"));
            command.addAll(common);
            start(name("worker", i), command);
        }
        for (int i = 0; i < size.gateways(); i++) {
            List<String> command = new ArrayList<>(
                    List.of("-jar", jar("gateway"), "--port=" + (port + i), "--admin-port=" + adminPort(port + i)));
            command.addAll(common);
            start(name("gateway", i), command);
        }
        for (int i = 0; i < size.gateways(); i++) {
            awaitReady(adminPort(port + i), name("gateway", i));
        }
        for (int i = 0; i < size.workers(); i++) {
            awaitLine(name("worker", i), "started for app");
        }
    }

    private static int adminPort(int port) {
        return port + 1000;
    }

    private static String name(String role, int n) {
        return n == 0 ? role : role + (n + 1);
    }

    /** The module's jar. */
    private String jar(String module) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(module).resolve("target"))) {
            return files.filter(file ->
                            file.getFileName().toString().matches("gatefarm-" + module + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar of " + module + ": run mvn package -DskipTests first"))
                    .toString();
        }
    }

    private void start(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.addAll(arguments);
        processes.put(
                name,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log(name).toFile())
                        .start());
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }

    private void awaitReady(int adminPort, String name) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/readyz"))
                .timeout(POLL.multipliedBy(10))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            await(name, () -> {
                try {
                    return http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200;
                } catch (IOException e) {
                    return false; // not listening yet
                }
            });
        }
    }

    private void awaitLine(String name, String text) throws IOException {
        await(name, () -> Files.readString(log(name)).contains(text));
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String name, Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Process process = processes.get(name);
        try {
            while (!condition.holds()) {
                if (process == null || !process.isAlive() || System.nanoTime() - deadline > 0) {
                    throw new LoadFailedException(name + " did not come up, see " + log(name));
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException("interrupted while " + name + " was starting");
        }
    }

    /** The processes by role, for measuring. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        processes.forEach((name, process) -> pids.put(name, process.pid()));
        pids.put("redis", redis.pid());
        return pids;
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(processes.values());
        all.forEach(Process::destroy);
        for (Process process : all) {
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        redis.close();
    }
}

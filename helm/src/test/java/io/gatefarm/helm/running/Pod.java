package io.gatefarm.helm.running;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.gatefarm.helm.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One pod as a process. Any thread may ask it; one starts and stops it. */
final class Pod {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Manifest manifest;
    private final Sandbox sandbox;
    private final Process process;
    private volatile boolean serving;

    /** How a stop went. */
    record Stop(Duration afterSigterm, Duration grace, int status) {}

    Pod(Manifest manifest, Sandbox sandbox) throws IOException {
        this.manifest = manifest;
        this.sandbox = sandbox;
        this.process = sandbox.start();
    }

    Manifest manifest() {
        return manifest;
    }

    int port(String name) {
        return sandbox.port(name);
    }

    String log() throws IOException {
        return sandbox.log();
    }

    /** Ready, and not told to stop: a Service leads to it. */
    boolean isServing() {
        return serving;
    }

    /** Waits for the startup probe as long as it may fail, and then for the readiness probe as long. */
    Pod awaitReady() throws IOException {
        Duration patience = patience(manifest.container().getAsJsonObject("startupProbe"));
        for (String probe : new String[] {"startupProbe", "readinessProbe", "livenessProbe"}) {
            await(manifest + " " + probe)
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(100))
                    .failFast(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError(manifest + " has ended: " + log());
                        }
                    })
                    .until(() -> succeeds(manifest.container().getAsJsonObject(probe)));
        }
        serving = true;
        return this;
    }

    private static Duration patience(JsonObject probe) {
        return Duration.ofSeconds(probe.get("periodSeconds").getAsLong()
                * probe.get("failureThreshold").getAsLong());
    }

    private boolean succeeds(JsonObject probe) throws IOException, InterruptedException {
        if (probe.has("httpGet")) {
            JsonObject get = probe.getAsJsonObject("httpGet");
            return status(get.get("path").getAsString(), get.get("port").getAsString()) == 200;
        }
        if (probe.has("tcpSocket")) {
            String port = probe.getAsJsonObject("tcpSocket").get("port").getAsString();
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(port))) {
                return socket.isConnected();
            }
        }
        JsonObject exec = probe.getAsJsonObject("exec");
        return sandbox.exec(exec.getAsJsonArray("command").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList())
                == 0;
    }

    /** What an HTTP path answers, 0 when nobody does. */
    int status(String path, String port) throws InterruptedException {
        try {
            return HTTP.send(request(path, port), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The page at an HTTP path. */
    String page(String path, String port) throws IOException, InterruptedException {
        return HTTP.send(request(path, port), BodyHandlers.ofString()).body();
    }

    private HttpRequest request(String path, String port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(port) + path))
                .timeout(Duration.ofSeconds(3))
                .build();
    }

    /** Takes it out of its Services, runs preStop, sends SIGTERM, and kills it only after the grace period. */
    Stop stop() throws InterruptedException {
        Duration grace = Duration.ofSeconds(
                manifest.podSpec().get("terminationGracePeriodSeconds").getAsLong());
        long start = System.nanoTime();
        serving = false;
        preStop();
        long sigterm = System.nanoTime();
        process.destroy();
        long left = grace.toNanos() - (System.nanoTime() - start);
        if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
            throw new AssertionError(manifest + " is killed after " + grace);
        }
        return new Stop(Duration.ofNanos(System.nanoTime() - sigterm), grace, process.exitValue());
    }

    private void preStop() {
        JsonObject container = manifest.container();
        if (container.has("lifecycle")) {
            long seconds = container
                    .getAsJsonObject("lifecycle")
                    .getAsJsonObject("preStop")
                    .getAsJsonObject("sleep")
                    .get("seconds")
                    .getAsLong();
            await().pollDelay(Duration.ofSeconds(seconds))
                    .atMost(Duration.ofSeconds(seconds + 10))
                    .until(() -> true);
        }
    }

    /** Waits for a pod that ends by itself; returns its exit status. */
    int awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(manifest + " does not end");
        }
        return process.exitValue();
    }

    void kill() {
        process.destroyForcibly();
    }
}

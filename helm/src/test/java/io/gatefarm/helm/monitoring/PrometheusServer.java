package io.gatefarm.helm.monitoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes and evaluates each second: {@code try (var prometheus = PrometheusServer.start(..)) { .. }}. */
final class PrometheusServer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** An alert rule as Prometheus has read it. */
    record Alert(String name, String query, String state, String severity, Map<String, JsonElement> annotations) {
        /** Its condition holds, if perhaps not for long enough yet. */
        boolean isRaised() {
            return !state.equals("inactive");
        }

        /** Somebody is told of it. */
        boolean isFiring() {
            return state.equals("firing");
        }
    }

    /**
     * @param folder for its configuration and data
     * @param targets by job, {@code host:port}
     */
    static PrometheusServer start(Path folder, Path rules, Map<String, List<String>> targets) throws IOException {
        var tool = Tool.find("prometheus");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var config = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n");
        config.append("rule_files: ['").append(rules).append("']\nscrape_configs:\n");
        targets.forEach((job, addresses) -> config.append("  - {job_name: ")
                .append(job)
                .append(", static_configs: [{targets: ")
                .append(addresses.stream().map(address -> "'" + address + "'").toList())
                .append(", labels: {farm: chat}}]}\n"));
        Path file = Files.writeString(folder.resolve("prometheus.yml"), config);
        var process = new ProcessBuilder(
                        tool.path().toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new PrometheusServer(process, port);
    }

    private JsonObject get(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return JsonParser.parseString(response.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isReady() {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The values of a query now, those that are numbers. */
    List<Double> query(String expression) {
        var answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (!answer.get("status").getAsString().equals("success")) {
            throw new AssertionError(expression + ": " + answer.get("error"));
        }
        List<Double> values = new ArrayList<>();
        for (JsonElement one : answer.getAsJsonObject("data").getAsJsonArray("result")) {
            String value = one.getAsJsonObject().getAsJsonArray("value").get(1).getAsString();
            if (!value.equals("NaN")) {
                values.add(Double.parseDouble(value.replace("Inf", "Infinity")));
            }
        }
        return values;
    }

    List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        for (JsonElement group :
                get("/api/v1/rules?type=alert").getAsJsonObject("data").getAsJsonArray("groups")) {
            for (JsonElement rule : group.getAsJsonObject().getAsJsonArray("rules")) {
                var one = rule.getAsJsonObject();
                alerts.add(new Alert(
                        one.get("name").getAsString(),
                        one.get("query").getAsString(),
                        one.get("state").getAsString(),
                        one.getAsJsonObject("labels").get("severity").getAsString(),
                        one.getAsJsonObject("annotations").asMap()));
            }
        }
        return alerts;
    }

    Alert alert(String name) {
        return alerts().stream()
                .filter(alert -> alert.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no alert " + name));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

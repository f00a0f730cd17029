package io.gatefarm.helm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Kubernetes API in which Helm finds a few objects; it can be asked for single ones only. */
final class Cluster implements AutoCloseable {
    private static final String NOTHING =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";
    private static final String KINDS = """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"%s","resources":[
              {"name":"%s","singularName":"","namespaced":true,"kind":"%s","verbs":["get"]}]}
            """;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final Map<String, String> objects;

    /** @param objects by path below that of the API, such as {@code /api/v1/namespaces/farm/secrets/a} */
    Cluster(Map<String, String> objects) throws IOException {
        this.objects = Map.copyOf(objects);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Makes it the one that Helm asks. */
    void use(Path kubeconfig) throws IOException {
        Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                users: [{name: test, user: {}}]
                current-context: test
                """.formatted(server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String found = switch (path) {
            case "/api/v1" -> KINDS.formatted("v1", "secrets", "Secret");
            case "/apis/apps/v1" -> KINDS.formatted("apps/v1", "deployments", "Deployment");
            default -> objects.getOrDefault(path, NOTHING);
        };
        byte[] body = found.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(found.equals(NOTHING) ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

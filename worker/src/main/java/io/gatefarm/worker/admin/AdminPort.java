package io.gatefarm.worker.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /healthz}, {@code /readyz} and {@code /metrics} of a worker process, on the JDK's HTTP server. It answers from {@link
 * #open} on, before there is a worker, and until {@link #close}, after the worker has stopped.
 */
public final class AdminPort implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AdminPort.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    /** The JDK's setting for how many seconds a request may take to come. */
    private static final String REQUEST_LIMIT = "sun.net.httpserver.maxReqTime";

    private static final String REQUEST_LIMIT_S = "10";

    private final Optional<HttpServer> server;
    /** One for each request, which is also read on it: one that comes by halves holds up nobody else. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gatefarm-admin-", 0).factory());

    private volatile Supplier<Optional<String>> notReady = () -> Optional.of("starting");

    private AdminPort(Optional<HttpServer> server, Supplier<String> metrics) {
        this.server = server;
        server.ifPresent(http -> {
            http.createContext("/", exchange -> answer(exchange, metrics));
            http.setExecutor(threads);
            http.start();
            log.info("admin on {}", http.getAddress().getPort());
        });
    }

    /**
     * Takes the port and answers.
     *
     * @param metrics in Prometheus's text format, asked anew for each request
     * @throws PortException when it is taken or not allowed
     */
    public static AdminPort open(AdminAddress address, Supplier<String> metrics) {
        if (address.port() < 0) {
            return new AdminPort(Optional.empty(), metrics);
        }
        if (System.getProperty(REQUEST_LIMIT) == null) {
            System.setProperty(REQUEST_LIMIT, REQUEST_LIMIT_S); // the server waits for ever otherwise
        }
        try {
            var socket = new InetSocketAddress(address.host(), address.port());
            return new AdminPort(Optional.of(HttpServer.create(socket, 0)), metrics);
        } catch (IOException | IllegalArgumentException e) {
            throw new PortException(
                    "cannot listen on " + address.host() + ":" + address.port() + " (see --admin-port): "
                            + e.getMessage(),
                    e);
        }
    }

    /** @param complaint what {@code /readyz} says from now on: why there is something wrong, or empty */
    public void show(Supplier<Optional<String>> complaint) {
        notReady = complaint;
    }

    /** The TCP port, -1 when there is none. */
    public int port() {
        return server.map(http -> http.getAddress().getPort()).orElse(-1);
    }

    private void answer(HttpExchange exchange, Supplier<String> metrics) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            answer(exchange, METHOD_NOT_ALLOWED, TEXT, "GET only\n");
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/healthz" -> answer(exchange, OK, TEXT, "ok\n");
            case "/readyz" -> {
                Optional<String> reason = notReady.get();
                answer(exchange, reason.isEmpty() ? OK : UNAVAILABLE, TEXT, reason.orElse("ready") + "\n");
            }
            case "/metrics" -> answer(exchange, OK, METRICS, metrics.get());
            default -> answer(exchange, NOT_FOUND, TEXT, "no such page\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.ifPresent(http -> http.stop(0));
        threads.shutdownNow();
    }
}

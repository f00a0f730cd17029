package io.gatefarm.bench.faults.farm;

import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.bench.socket.Target;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * One place in the farm, a gateway's or a worker's: the proxy before its process, and the process, which is replaced when it was
 * killed. Owned by the farm's thread; any thread may ask.
 */
public final class Member implements AutoCloseable {
    private static final Pattern LISTENS = Pattern.compile("listens on (\\d+), admin on (\\d+)");
    private static final Pattern REGISTERED = Pattern.compile("registered gateway=(\\S+)");
    private static final Pattern STARTED = Pattern.compile("started for app");
    private static final int HTTP_TIMEOUT_MS = 2_000;

    private final String name;
    private final boolean gateway;
    private final TcpProxy proxy;
    private final IntFunction<JvmProcess> starter;
    private int generation;
    private volatile JvmProcess process;

    /** @param starter makes the process of the n-th generation */
    Member(String name, boolean gateway, TcpProxy proxy, IntFunction<JvmProcess> starter) {
        this.name = name;
        this.gateway = gateway;
        this.proxy = proxy;
        this.starter = starter;
        this.process = starter.apply(generation);
    }

    public String name() {
        return name;
    }

    public boolean isGateway() {
        return gateway;
    }

    /** Its way to Redis. */
    public TcpProxy proxy() {
        return proxy;
    }

    public JvmProcess process() {
        return process;
    }

    public void send(Signal signal) {
        process.send(signal);
    }

    /** Starts the next process when the last one has ended. */
    public void replace() {
        if (!process.isAlive()) {
            process = starter.apply(++generation);
        }
    }

    /** Returns when it serves. */
    public void awaitUp() {
        if (!gateway) {
            var unused = process.await(STARTED);
            return;
        }
        var unused = process.await(LISTENS);
        if (!Patience.within(Duration.ofSeconds(30), this::isReady)) {
            throw new LoadFailedException(name + " does not become ready");
        }
    }

    /** What {@code /readyz} says. */
    public boolean isReady() {
        return process.last(LISTENS).map(match -> ready(match.group(2))).orElse(false);
    }

    private static boolean ready(String adminPort) {
        try {
            var request = (HttpURLConnection) URI.create("http://127.0.0.1:" + adminPort + "/readyz")
                    .toURL()
                    .openConnection();
            request.setConnectTimeout(HTTP_TIMEOUT_MS);
            request.setReadTimeout(HTTP_TIMEOUT_MS);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where clients connect; empty while it does not listen. */
    Optional<Target> target() {
        return process.isAlive()
                ? process.last(LISTENS).map(match -> Target.parse("ws://127.0.0.1:" + match.group(1) + "/"))
                : Optional.empty();
    }

    /** The id under which it was registered last. */
    public String gatewayId() {
        return process.last(REGISTERED)
                .map(match -> match.group(1))
                .orElseThrow(() -> new LoadFailedException(name + " has no id"));
    }

    @Override
    public void close() {
        process.close();
        proxy.close();
    }
}

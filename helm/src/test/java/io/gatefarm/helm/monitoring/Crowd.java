package io.gatefarm.helm.monitoring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Clients of a farm: they come, talk and go. Owned by one thread, but for the talk, which has its own. */
final class Crowd implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PAUSE_NS = 1_000_000;

    private final List<WebSocket> clients = new ArrayList<>();
    private final AtomicBoolean talking = new AtomicBoolean(true);

    static WebSocket connect(int port, WebSocket.Listener listener) {
        return HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), listener)
                .join();
    }

    /** A client that reads nothing. */
    static final class Deaf implements WebSocket.Listener {
        @Override
        public void onOpen(WebSocket webSocket) {} // asks for nothing
    }

    private static final class Reader implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    void join(int port, int number) {
        for (int i = 0; i < number; i++) {
            clients.add(connect(port, new Reader()));
        }
    }

    /** Everybody talks, one after the other, some 500 messages a second in all, until {@link #beQuiet}. */
    void talk() {
        List<WebSocket> all = List.copyOf(clients);
        Thread.ofPlatform().daemon().name("crowd").start(() -> {
            for (int i = 0; talking.get() && i < 100_000; i++) {
                all.get(i % all.size()).sendText("hello", true).join();
                LockSupport.parkNanos(PAUSE_NS);
            }
        });
    }

    /** The first of them says something. */
    void say(String text) {
        clients.get(0).sendText(text, true).join();
    }

    void beQuiet() {
        talking.set(false);
    }

    /** Cuts the connections of so many. */
    void drop(int number) {
        for (int i = 0; i < number && !clients.isEmpty(); i++) {
            clients.remove(0).abort();
        }
    }

    @Override
    public void close() {
        beQuiet();
        drop(clients.size());
    }
}

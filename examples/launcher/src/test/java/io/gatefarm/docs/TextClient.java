package io.gatefarm.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A WebSocket client over the JDK's. What the server sends waits in {@link #next}; binary messages are passed over. */
final class TextClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private TextClient(URI uri) {
        this.socket = HTTP.newWebSocketBuilder()
                .buildAsync(uri, new Listener())
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    static TextClient connect(int port, String pathAndQuery) {
        return new TextClient(URI.create("ws://localhost:" + port + pathAndQuery));
    }

    void send(String text) {
        socket.sendText(text, true)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The next message. */
    String next() throws InterruptedException {
        String text = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
            throw new AssertionError("no message within " + PATIENCE);
        }
        return text;
    }

    /** The next such message; others before it are passed over. */
    String next(Predicate<String> wanted) throws InterruptedException {
        String text = next();
        while (!wanted.test(text)) {
            text = next();
        }
        return text;
    }

    /** The close code, once the server has closed; 1006 when it cut the client off. */
    int closeCode() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Breaks the connection without a close frame. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}

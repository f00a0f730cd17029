package io.gatefarm.parity;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client over the JDK's WebSocket, which answers pings by itself. */
final class WebClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Whole messages, a String or a ByteBuffer each. */
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private WebClient(URI uri, String... headers) {
        var builder = HTTP.newWebSocketBuilder().connectTimeout(ParityFarm.PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        this.socket = ParityFarm.answer(builder.buildAsync(uri, this));
    }

    /** @param headers names and values in turn */
    static WebClient connect(int port, String path, String... headers) {
        return new WebClient(URI.create("ws://127.0.0.1:" + port + path), headers);
    }

    void send(String message) {
        ParityFarm.answer(socket.sendText(message, true));
    }

    void send(byte[] message) {
        ParityFarm.answer(socket.sendBinary(ByteBuffer.wrap(message), true));
    }

    /** The next message, a String or a ByteBuffer. */
    Object next() throws InterruptedException {
        Object message = received.poll(ParityFarm.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (message == null) {
            throw new AssertionError("no message; closed: " + closed);
        }
        return message;
    }

    /** The code with which the server has closed. */
    int closeCode() {
        return ParityFarm.answer(closed);
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** Closes with 1000, as a page does that is left. */
    void leave() {
        ParityFarm.answer(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

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
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        received.add(data);
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
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}

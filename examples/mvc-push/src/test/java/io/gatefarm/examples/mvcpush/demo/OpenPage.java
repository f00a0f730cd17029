package io.gatefarm.examples.mvcpush.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The WebSocket of one page, over the JDK's client; its client id is known once it is made. */
final class OpenPage implements AutoCloseable {
    private static final long PATIENCE_S = 20;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private final JsonObject init;

    OpenPage(URI gateway) throws InterruptedException {
        this.socket = HTTP.newWebSocketBuilder()
                .buildAsync(gateway, new Listener())
                .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
                .join();
        this.init = next();
    }

    /** The first message. */
    JsonObject init() {
        return init;
    }

    String clientId() {
        return init.get("client_id").getAsString();
    }

    JsonObject next() throws InterruptedException {
        String text = received.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("no message within " + PATIENCE_S + " s");
        }
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** The text of the next push; what was not for this page can't have come before it. */
    String nextText() throws InterruptedException {
        return next().get("text").getAsString();
    }

    /** The close code, once the server has closed. */
    int closeCode() {
        return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
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

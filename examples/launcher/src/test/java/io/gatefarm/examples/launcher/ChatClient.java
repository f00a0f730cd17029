package io.gatefarm.examples.launcher;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A person in the chat, over the JDK's WebSocket client. What the server sends waits in {@link #next}. */
final class ChatClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private ChatClient(int port) {
        this.socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + port + "/"), new Listener())
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    static ChatClient connect(int port) {
        return new ChatClient(port);
    }

    /** Logs in and returns one's own client id. */
    String login(String name, String room) throws InterruptedException {
        send("{\"type\":\"login\",\"client_name\":\"" + name + "\",\"room_id\":\"" + room + "\"}");
        return next("login", "client_list").get("client_id").getAsString();
    }

    void say(String to, String toName, String content) {
        var say = new JsonObject();
        say.addProperty("type", "say");
        say.addProperty("to_client_id", to);
        say.addProperty("to_client_name", toName);
        say.addProperty("content", content);
        send(say.toString());
    }

    void send(String text) {
        socket.sendText(text, true)
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The next message, whatever it is. */
    JsonObject next() throws InterruptedException {
        String text = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
            throw new AssertionError("no message within " + PATIENCE);
        }
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /** The next message of that type; others before it are passed over. */
    JsonObject next(String type) throws InterruptedException {
        return next(type, "type");
    }

    private JsonObject next(String type, String field) throws InterruptedException {
        JsonObject message = next();
        while (!message.get("type").getAsString().equals(type) || !message.has(field)) {
            message = next();
        }
        return message;
    }

    /** Everything that has come and was not taken yet. */
    List<JsonObject> soFar() {
        List<String> texts = new ArrayList<>();
        received.drainTo(texts);
        return texts.stream()
                .map(text -> JsonParser.parseString(text).getAsJsonObject())
                .toList();
    }

    /** True when nothing comes for a while. */
    boolean isQuiet(Duration time) throws InterruptedException {
        String text = received.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        return text == null;
    }

    /** The close code, once the server has closed. */
    int closeCode() {
        return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Breaks the connection without a close frame. */
    void abort() {
        socket.abort();
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

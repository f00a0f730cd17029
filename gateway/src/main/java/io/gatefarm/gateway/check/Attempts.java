package io.gatefarm.gateway.check;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks once a second, each time on a new connection, until an answer comes or the time is up. The certificate of a {@code wss:}
 * address is not checked: the name by which a pod reaches a Service is not the name in it. Owned by one thread.
 */
final class Attempts implements AutoCloseable {
    private static final long PAUSE_NS = Duration.ofSeconds(1).toNanos();
    /** One connection is given this long, so that a gateway that stops does not use up all the time. */
    private static final long ATTEMPT_NS = Duration.ofSeconds(10).toNanos();

    private final Question question;
    private final HttpClient http;
    private final long deadlineNs;
    private String lastProblem = "nothing was tried";

    Attempts(Question question) {
        this.question = question;
        this.http = HttpClient.newBuilder().sslContext(AnyCertificate.context()).build();
        this.deadlineNs = System.nanoTime() + question.limit().toNanos();
    }

    /** The first answer that holds what is expected. */
    String answer() throws NoAnswerException, InterruptedException {
        while (leftNs() > 0) {
            long next = System.nanoTime() + PAUSE_NS;
            Optional<String> answer = attempt();
            if (answer.isPresent()) {
                return answer.get();
            }
            TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(next - System.nanoTime(), leftNs())));
        }
        throw new NoAnswerException(lastProblem);
    }

    /** Empty when there is no answer, and {@link #lastProblem} says why. */
    private Optional<String> attempt() throws InterruptedException {
        var listener = new Listener();
        CompletableFuture<WebSocket> connecting = http.newWebSocketBuilder().buildAsync(question.url(), listener);
        try {
            WebSocket socket = connecting.get(leftNs(), TimeUnit.NANOSECONDS);
            String answer = ask(socket, listener);
            close(socket);
            return Optional.of(answer);
        } catch (ExecutionException | TimeoutException e) {
            lastProblem = listener.problem(e);
            connecting.thenAccept(WebSocket::abort);
            return Optional.empty();
        }
    }

    private String ask(WebSocket socket, Listener listener)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (!question.request().isEmpty()) {
            socket.sendText(question.request(), true).get(leftNs(), TimeUnit.NANOSECONDS);
        }
        long end = System.nanoTime() + Math.min(leftNs(), ATTEMPT_NS);
        while (true) {
            Optional<String> message = listener.heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null || message.isEmpty()) {
                throw new TimeoutException("connected, but no answer");
            }
            if (message.get().contains(question.expect())) {
                return message.get();
            }
            listener.unexpected = message.get();
        }
    }

    /** A courtesy: the answer counts, too, when the app has closed after it. */
    private static void close(WebSocket socket) {
        var unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .exceptionally(closed -> socket)
                .completeOnTimeout(socket, 1, TimeUnit.SECONDS)
                .join();
    }

    private long leftNs() {
        return deadlineNs - System.nanoTime();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private static final class Listener implements WebSocket.Listener {
        /** Messages; empty once the connection has ended. */
        private final BlockingQueue<Optional<String>> heard = new LinkedBlockingQueue<>();

        private final StringBuilder text = new StringBuilder();
        private volatile String unexpected = "";
        private volatile String ended = "";

        String problem(Exception failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            if (!ended.isEmpty()) {
                return ended;
            }
            if (cause instanceof WebSocketHandshakeException refused) {
                return "refused with HTTP " + refused.getResponse().statusCode();
            }
            return unexpected.isEmpty() ? String.valueOf(cause) : "the last answer was " + unexpected;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(Optional.of(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end("closed with " + status + " " + reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end("broken off: " + error);
        }

        private void end(String how) {
            ended = how;
            heard.add(Optional.empty());
        }
    }
}

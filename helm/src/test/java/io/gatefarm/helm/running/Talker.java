package io.gatefarm.helm.running;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of the chat that says numbered sentences, each once it has heard the one before; closed by a gateway, it connects again
 * to another and says the open one again. Owned by its thread; the counts may be read once it has ended.
 */
final class Talker implements Runnable {
    private static final long PATIENCE_S = 15;
    private static final Pattern SAID = Pattern.compile("\"content\":\"(\\d+)\"");

    private final HttpClient http;
    private final String name;
    private final Supplier<List<Pod>> gateways;
    private final Supplier<Boolean> goesOn;
    private final LossLedger ledger;

    Talker(HttpClient http, String name, Supplier<List<Pod>> gateways, Supplier<Boolean> goesOn, LossLedger ledger) {
        this.http = http;
        this.name = name;
        this.gateways = gateways;
        this.goesOn = goesOn;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        int next = 0;
        while (goesOn.get()) {
            try {
                next = talk(next);
            } catch (ExecutionException | TimeoutException e) {
                ledger.failed(name + " at " + next + ": " + e);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Until the gateway closes or all is said; returns the first number that was not heard. */
    private int talk(int from) throws ExecutionException, TimeoutException, InterruptedException {
        List<Pod> serving = gateways.get();
        Pod gateway = serving.get(Math.floorMod(name.hashCode() + from, serving.size()));
        var ear = new Ear();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + gateway.port("client") + "/"), ear)
                .get(PATIENCE_S, TimeUnit.SECONDS);
        say(socket, "{\"type\":\"login\",\"client_name\":\"" + name + "\",\"room_id\":\"" + name + "\"}");
        int number = from;
        while (goesOn.get()) {
            say(socket, "{\"type\":\"say\",\"to_client_id\":\"all\",\"content\":\"" + number + "\"}");
            int heard = ear.next();
            while (heard != Ear.CLOSED && heard < number) {
                heard = ear.next(); // said before a close, handled after it, and said again
            }
            if (heard == Ear.CLOSED) {
                ledger.closed(ear.status);
                return number;
            }
            ledger.heard(name, number, heard);
            number++;
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(PATIENCE_S, TimeUnit.SECONDS);
        return number;
    }

    private static void say(WebSocket socket, String text) throws InterruptedException, TimeoutException {
        try {
            socket.sendText(text, true).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // the gateway has closed meanwhile: the ear hears of it
        }
    }

    /** Hears the numbers of one connection, and its end. */
    private static final class Ear implements WebSocket.Listener {
        static final int CLOSED = -1;

        private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private volatile int status;

        int next() throws InterruptedException, TimeoutException {
            Integer number = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (number == null) {
                throw new TimeoutException("nothing heard for " + Duration.ofSeconds(PATIENCE_S));
            }
            return number;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                Matcher said = SAID.matcher(text);
                if (said.find()) {
                    heard.add(Integer.parseInt(said.group(1)));
                }
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            status = code;
            heard.add(CLOSED);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            status = 1006;
            heard.add(CLOSED);
        }
    }
}

package io.gatefarm.parity;

import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Business code that notes each callback of a client when it begins: {@code connect}, the message's text, {@code close <code>}.
 * Overridden where a test needs more.
 */
class Journal implements Events {
    private final Map<String, List<String>> byClient = new ConcurrentHashMap<>();
    private final BlockingQueue<String> connected = new LinkedBlockingQueue<>();

    @Override
    public final void onConnect(Client client, Handshake handshake) throws Exception {
        note(client, "connect");
        connected.add(client.id());
        connected(client, handshake);
    }

    @Override
    public final void onMessage(Client client, Message message) throws Exception {
        note(client, message.text());
        received(client, message);
    }

    @Override
    public final void onClose(Client client, CloseReason reason) throws Exception {
        note(client, "close " + reason.code());
        closed(client, reason);
    }

    void connected(Client client, Handshake handshake) throws Exception {}

    void received(Client client, Message message) throws Exception {}

    void closed(Client client, CloseReason reason) throws Exception {}

    private void note(Client client, String what) {
        byClient.computeIfAbsent(client.id(), id -> new CopyOnWriteArrayList<>())
                .add(what);
    }

    /** The id of the next client that has connected. */
    String nextClientId() throws InterruptedException {
        String clientId = connected.poll(ParityFarm.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (clientId == null) {
            throw new AssertionError("nobody connected");
        }
        return clientId;
    }

    /** What came of the client so far. */
    List<String> of(String clientId) {
        return List.copyOf(byClient.getOrDefault(clientId, List.of()));
    }

    /** Waits until that came of the client, and returns all that did. */
    List<String> await(String clientId, String what) {
        return ParityFarm.await().until(() -> of(clientId), all -> all.contains(what));
    }
}

package io.gatefarm.worker;

import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Business code that notes each event when its callback ends well: {@code connect}, the message's text, {@code close <code>
 * <reason>}. Overridden where a test needs more.
 */
class RecordedEvents implements Events {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, List<String>> byClient = new ConcurrentHashMap<>();

    @Override
    public final void onConnect(Client client, Handshake handshake) throws Exception {
        connected(client, handshake);
        note(client, "connect");
    }

    @Override
    public final void onMessage(Client client, Message message) throws Exception {
        received(client, message.text());
        note(client, message.text());
    }

    @Override
    public final void onClose(Client client, CloseReason reason) throws Exception {
        closed(client, reason);
        note(client, "close " + reason.code() + " " + reason.text());
    }

    void connected(Client client, Handshake handshake) throws Exception {}

    void received(Client client, String text) throws Exception {}

    void closed(Client client, CloseReason reason) throws Exception {}

    private void note(Client client, String what) {
        byClient.computeIfAbsent(client.id(), id -> new CopyOnWriteArrayList<>())
                .add(what);
    }

    /** What the client's callbacks were, in the order in which they ended. */
    List<String> of(String clientId) {
        return List.copyOf(byClient.getOrDefault(clientId, List.of()));
    }

    /** Waits until that was noted of the client and returns all that was. */
    List<String> await(String clientId, String what) {
        return awaiting().until(() -> of(clientId), all -> all.contains(what));
    }

    private static ConditionFactory awaiting() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5));
    }

    /** What of both workers a client saw, this one's first. */
    List<String> of(String clientId, RecordedEvents other) {
        List<String> all = new ArrayList<>(of(clientId));
        all.addAll(other.of(clientId));
        return all;
    }
}

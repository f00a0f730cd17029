package io.gatefarm.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Business code that notes each event's key when its callback begins, with a star when the event is marked as a repeat. */
class DeliveredEvents extends RecordedEvents {
    private final Map<String, List<String>> keys = new ConcurrentHashMap<>();

    @Override
    void connected(Client client, io.gatefarm.redis.event.Handshake handshake) throws Exception {
        noteKey(client);
    }

    @Override
    void received(Client client, String text) throws Exception {
        noteKey(client);
    }

    @Override
    void closed(Client client, io.gatefarm.redis.event.CloseReason reason) throws Exception {
        noteKey(client);
    }

    final void noteKey(Client client) {
        keys.computeIfAbsent(client.id(), id -> new CopyOnWriteArrayList<>())
                .add(client.eventKey() + (client.isRedelivered() ? "*" : ""));
    }

    /** The keys of the client's events, in the order in which their callbacks began. */
    List<String> keys(String clientId) {
        return List.copyOf(keys.getOrDefault(clientId, List.of()));
    }
}

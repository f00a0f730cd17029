package io.gatefarm.gateway.inbound;

import io.gatefarm.redis.event.ClientEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Clients with a first or last event that Redis does not have. Not thread-safe. */
public final class Unappended {
    private final Set<String> opens = new HashSet<>();
    private final Set<String> closes = new HashSet<>();

    /** @param known Redis has had the events once */
    void add(List<ClientEvent> events, boolean known) {
        for (ClientEvent event : events) {
            add(event, known);
        }
    }

    void add(ClientEvent event, boolean known) {
        if (event instanceof ClientEvent.Closed) {
            closes.add(event.clientId());
        } else if (event instanceof ClientEvent.Opened && !known) {
            opens.add(event.clientId());
        }
    }

    /** True when Redis has never had the client's open event. */
    public boolean hasOpenOf(String clientId) {
        return opens.contains(clientId);
    }

    /** True when the client's close event waits. */
    public boolean hasCloseOf(String clientId) {
        return closes.contains(clientId);
    }
}

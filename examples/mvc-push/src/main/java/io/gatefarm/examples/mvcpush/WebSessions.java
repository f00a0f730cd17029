package io.gatefarm.examples.mvcpush;

import io.gatefarm.push.Gateway;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The clients of every web session. They are let go also when the application stops: the servlet container ends its sessions
 * only after the {@code Gateway} is closed. Thread-safe.
 */
@Component
class WebSessions {
    private final Gateway gateway;
    private final Set<BoundClients> open = ConcurrentHashMap.newKeySet();

    WebSessions(Gateway gateway) {
        this.gateway = gateway;
    }

    /** For a session that begins; the session keeps it. */
    BoundClients begin(User user) {
        var clients = new BoundClients(gateway, user, open::remove);
        open.add(clients);
        return clients;
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        open.forEach(BoundClients::stop);
    }
}

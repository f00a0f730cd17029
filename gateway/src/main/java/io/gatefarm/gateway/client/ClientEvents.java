package io.gatefarm.gateway.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one client on their way to its partition's log: one open, messages, one close, in this order whatever thread ends
 * the client. Thread-safe; the lock covers the offering only, {@link #pump} sends.
 */
final class ClientEvents {
    private final String clientId;
    private final int partition;
    private final ConnectionContext context;
    private final Pausable source;

    /** The open was offered and the close was not. */
    @GuardedBy("this")
    private boolean open;

    /** Why the gateway closes the client, if it does; set once. */
    @GuardedBy("this")
    private @Nullable CloseReason closing;

    /** The log was full, and the source does not go on until it is told to. */
    @GuardedBy("this")
    private boolean paused;

    ClientEvents(String clientId, ConnectionContext context, Pausable source) {
        this.clientId = clientId;
        this.partition = ClientIds.partitionOf(clientId);
        this.context = context;
        this.source = source;
    }

    /** @param timeMs when the client connected */
    Offer opened(Handshake handshake, long timeMs) {
        var event = new ClientEvent.Opened(clientId, context.gatewayId(), timeMs, handshake);
        synchronized (this) {
            Offer offer = offer(event);
            open = offer != Offer.CLOSED;
            return offer;
        }
    }

    /** CLOSED also for a client told to go: it is not listened to any more, unless it goes because of a drain. */
    Offer received(Message message) {
        var event = new ClientEvent.Received(clientId, context.gatewayId(), now(), message);
        synchronized (this) {
            if (!open || closing != null && closing.code() != CloseCode.DRAIN.code()) {
                return Offer.CLOSED;
            }
            return offer(event);
        }
    }

    @GuardedBy("this")
    private Offer offer(ClientEvent event) {
        Offer offer = context.forwarder().offer(partition, event, source);
        paused |= offer == Offer.FULL;
        return offer;
    }

    /** The gateway closes the client for this reason; false when it does so already for another. */
    synchronized boolean closing(CloseReason reason) {
        boolean first = closing == null;
        if (first) {
            closing = reason;
        }
        return first;
    }

    /**
     * The connection has ended. Returns the reason of the close event, or empty when there was no open or it is closed already.
     *
     * @param otherwise the reason unless the gateway has one
     */
    synchronized Optional<CloseReason> closed(CloseReason otherwise) {
        if (!open) {
            return Optional.empty();
        }
        open = false;
        paused = false; // a socket that is gone cannot go on
        CloseReason reason = closing != null ? closing : otherwise;
        // CLOSED: the gateway lost its id, and whoever sweeps up after it writes the close event
        var event = new ClientEvent.Closed(clientId, context.gatewayId(), now(), reason);
        var unused = context.forwarder().offerLast(partition, event);
        return Optional.of(reason);
    }

    /** True from when the open was offered until the close was. */
    synchronized boolean isOpen() {
        return open;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    /** True when the source was paused and goes on now. */
    synchronized boolean unpause() {
        boolean was = paused;
        paused = false;
        return was;
    }

    /** Appends what was offered, unless an append is under way. */
    void pump() {
        context.forwarder().pump(partition);
    }

    private long now() {
        return context.clock().millis();
    }
}

package io.gatefarm.redis.event;

/**
 * What a gateway tells the workers about one client: {@link Opened} first, {@link Received} for each message in order, {@link
 * Closed} last. Immutable; any thread may read it.
 */
public sealed interface ClientEvent {
    /** Whose event it is. */
    String clientId();

    /** The gateway that holds, or held, the client. */
    String gatewayId();

    /** When the gateway saw it, milliseconds since 1970 on its clock. */
    long timeMs();

    /** The client connected; the first event of every client. */
    record Opened(String clientId, String gatewayId, long timeMs, Handshake handshake) implements ClientEvent {}

    /** The client sent a message. */
    record Received(String clientId, String gatewayId, long timeMs, Message message) implements ClientEvent {}

    /** The client is gone; its last event. */
    record Closed(String clientId, String gatewayId, long timeMs, CloseReason reason) implements ClientEvent {}
}

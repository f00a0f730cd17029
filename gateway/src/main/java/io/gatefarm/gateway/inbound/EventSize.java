package io.gatefarm.gateway.inbound;

import io.gatefarm.redis.event.ClientEvent;

/** What events count as, in bytes. */
final class EventSize {
    /** The objects around an event's data. */
    private static final int OVERHEAD = 128;
    /** A handshake's headers, roughly; not measured one by one. */
    private static final int HANDSHAKE = 1024;

    private EventSize() {}

    /** Bytes in a batch. */
    static int data(ClientEvent event) {
        return switch (event) {
            case ClientEvent.Received received -> received.message().length();
            case ClientEvent.Opened opened -> HANDSHAKE;
            case ClientEvent.Closed closed -> 0;
        };
    }

    /** Bytes in memory. */
    static int held(ClientEvent event) {
        return OVERHEAD + data(event);
    }
}

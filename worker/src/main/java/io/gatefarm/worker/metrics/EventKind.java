package io.gatefarm.worker.metrics;

import io.gatefarm.redis.event.ClientEvent;

/** What an event is, as a label. */
enum EventKind {
    OPEN,
    MESSAGE,
    CLOSE;

    static EventKind of(ClientEvent event) {
        return switch (event) {
            case ClientEvent.Opened opened -> OPEN;
            case ClientEvent.Received received -> MESSAGE;
            case ClientEvent.Closed closed -> CLOSE;
        };
    }
}

package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;

/** What is done with one event. Called on a virtual thread of the event's own; may block. */
public interface EventHandler {
    /** Handles the event. Must not throw. */
    Outcome handle(ClientEvent event);

    /**
     * Runs the action once everything that handlers have sent so far has been answered; maybe at once, maybe on an I/O thread.
     */
    void whenSent(Runnable action);
}

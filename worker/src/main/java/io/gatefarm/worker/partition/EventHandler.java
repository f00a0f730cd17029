package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;

/** What is done with one event. Called on a virtual thread of the event's own; may block. */
public interface EventHandler {
    /**
     * An event as its handler gets it.
     *
     * @param key the same whenever this event comes, and no other event's
     * @param redelivered true when its handler may have been begun before, here or in another worker
     */
    record Delivery(ClientEvent event, String key, boolean redelivered) {}

    /** Handles the event. Must not throw. */
    Outcome handle(Delivery delivery);

    /** The event has failed for good, or is buried since it has killed the workers that tried. Must not block or throw. */
    void giveUp(ClientEvent event);

    /** The event's client, which the app has closed some time ago, still sends. Must not block or throw. */
    void closeAgain(ClientEvent event);

    /**
     * Runs the action once everything that handlers have sent so far has been answered; maybe at once, maybe on an I/O thread.
     */
    void whenSent(Runnable action);
}

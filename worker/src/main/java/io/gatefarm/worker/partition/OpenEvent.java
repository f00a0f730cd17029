package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.StreamEntry;

/**
 * One event that was read and is not finished. It outlives its consumer while its handler runs: when the partition is taken again
 * and the event read again, the new consumer goes on with it. Not thread-safe: guarded by its partition's lock.
 */
final class OpenEvent {
    private final StreamEntry entry;
    private PartitionConsumer consumer;
    private String entryId;
    private boolean repeat;
    private boolean running;
    private int failures;
    private boolean dismissing;

    /** @param repeat true when its handler may have been begun before, here or elsewhere */
    OpenEvent(StreamEntry entry, PartitionConsumer consumer, boolean repeat) {
        this.entry = entry;
        this.consumer = consumer;
        this.entryId = entry.id();
        this.repeat = repeat;
    }

    ClientEvent event() {
        return entry.event();
    }

    String clientId() {
        return entry.event().clientId();
    }

    String origin() {
        return entry.origin();
    }

    boolean isOpen() {
        return entry.event() instanceof ClientEvent.Opened;
    }

    boolean isClose() {
        return entry.event() instanceof ClientEvent.Closed;
    }

    /** Whose it is now. */
    PartitionConsumer consumer() {
        return consumer;
    }

    /** The entry as its consumer has read it. */
    String entryId() {
        return entryId;
    }

    /** It was read again, by that consumer and maybe under another id. */
    void readAgain(PartitionConsumer by, String id) {
        consumer = by;
        entryId = id;
    }

    /** True from the start of its handler until all that the handler has sent is answered. */
    boolean isRunning() {
        return running;
    }

    /** How often its handler has failed in this worker. */
    int failures() {
        return failures;
    }

    /**
     * Its handler has failed; returns how often by now.
     *
     * @param dismissed whether it has closed the client before
     */
    int fail(boolean dismissed) {
        dismissing |= dismissed;
        return ++failures;
    }

    /** True when a try that failed has closed the client. */
    boolean isDismissing() {
        return dismissing;
    }

    /** It is the same event as that one, which was to be tried again. */
    void takeAfter(OpenEvent before) {
        failures = before.failures;
        dismissing = before.dismissing;
    }

    /** True when its handler may have been begun before. */
    boolean isRepeat() {
        return repeat;
    }

    /** Its handler begins. */
    EventHandler.Delivery begin() {
        running = true;
        var delivery = new EventHandler.Delivery(entry.event(), key(), repeat);
        repeat = true; // the next time, that is
        return delivery;
    }

    /** Its handler does not run any more. */
    void end() {
        running = false;
    }

    private String key() {
        return switch (entry.event()) {
            case ClientEvent.Opened opened -> opened.clientId() + "/open";
            case ClientEvent.Received received -> entry.origin();
            case ClientEvent.Closed closed -> closed.clientId() + "/close";
        };
    }
}

package io.gatefarm.gateway.inbound;

import io.gatefarm.redis.event.ClientEvent;
import java.util.List;

/** Events that go to Redis together, from their first append until workers have finished them. Guarded by its log. */
final class HeldBatch {
    private final long first;
    private final List<ClientEvent> events;
    private final long bytes;
    private boolean sent;
    private boolean known;
    private EntryId entryId = EntryId.LAST;

    /** @param sent a worker may have seen the events already */
    HeldBatch(long first, List<ClientEvent> events, boolean sent) {
        this.first = first;
        this.events = events;
        this.sent = sent;
        long sum = 0;
        for (ClientEvent event : events) {
            sum += EventSize.held(event);
        }
        this.bytes = sum;
    }

    /** Sequence of the first event. */
    long first() {
        return first;
    }

    /** Sequence of the last event. */
    long last() {
        return first + events.size() - 1;
    }

    List<ClientEvent> events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    /** An append may have reached Redis, so that a worker may have seen the events. */
    boolean wasSent() {
        return sent;
    }

    /** Redis has had the events, if it has them now or not. */
    boolean wasKnown() {
        return known;
    }

    void sent() {
        sent = true;
    }

    /** Redis has the events. */
    void appended(EntryId last) {
        sent = true;
        known = true;
        entryId = last;
    }

    /** Redis has lost the events; their ids may soon be those of others. */
    void lost() {
        entryId = EntryId.LAST;
    }

    /** True when the workers need the events no more. */
    boolean isFinished(EntryId position, EntryId oldestOpen) {
        return entryId.compareTo(position) <= 0 && entryId.compareTo(oldestOpen) < 0;
    }
}

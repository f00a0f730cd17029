package io.gatefarm.gateway.inbound;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.AppendBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Events that go to Redis together, from their first append until workers have finished them. Guarded by its log. */
final class HeldBatch {
    private final long first;
    private long follows;
    private long last;
    private List<ClientEvent> events;
    private long bytes;
    private boolean sent;
    private boolean known;
    private EntryId entryId = EntryId.LAST;

    /** @param sent a worker may have seen the events already */
    HeldBatch(long first, List<ClientEvent> events, boolean sent) {
        this.first = first;
        this.follows = first - 1;
        this.last = first + events.size() - 1;
        this.events = events;
        this.sent = sent;
        for (ClientEvent event : events) {
            this.bytes += EventSize.held(event);
        }
    }

    /** Takes as many events as a batch may have. */
    static HeldBatch take(ArrayDeque<ClientEvent> waiting, long first) {
        List<ClientEvent> batch = new ArrayList<>(Math.min(waiting.size(), AppendBatch.MAX_EVENTS));
        int bytes = 0;
        while (batch.size() < AppendBatch.MAX_EVENTS && !waiting.isEmpty()) {
            bytes += EventSize.data(waiting.getFirst());
            if (!batch.isEmpty() && bytes > AppendBatch.MAX_BYTES) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        return new HeldBatch(first, batch, false);
    }

    /** Sequence of the first event. */
    long first() {
        return first;
    }

    /** The sequence that Redis must have before; those between it and the first are finished. */
    long follows() {
        return follows;
    }

    /** Sequence of the last event. */
    long last() {
        return last;
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

    /** The id of the last event's entry; {@link EntryId#LAST} while it is not known. */
    EntryId entryId() {
        return entryId;
    }

    void sent() {
        sent = true;
    }

    /** Redis has the events. */
    void appended(EntryId lastEntry) {
        sent = true;
        known = true;
        entryId = lastEntry;
    }

    /** Redis has lost the events; their ids may soon be those of others. */
    void lost() {
        entryId = EntryId.LAST;
    }

    // ---- a hollow batch only keeps the place of its events

    /** The events are finished, but older ones are not. Returns the bytes that are free now. */
    long hollow() {
        long freed = bytes;
        events = List.of();
        bytes = 0;
        return freed;
    }

    boolean isHollow() {
        return events.isEmpty();
    }

    /** Two hollow ones become one. */
    @CanIgnoreReturnValue
    HeldBatch absorb(HeldBatch next) {
        last = next.last;
        entryId = next.entryId;
        return this;
    }

    /** The hollow one before it need not be appended. */
    void skip(HeldBatch hollow) {
        follows = hollow.follows;
    }
}

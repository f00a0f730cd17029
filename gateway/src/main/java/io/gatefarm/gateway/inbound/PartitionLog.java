package io.gatefarm.gateway.inbound;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.AppendBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of one partition that Redis does not have yet, in order, numbered without a hole. One batch at a time is out for
 * appending; it stays here until {@link #appended}, so that it can be sent again as it was. Bounded in bytes. Thread-safe; it
 * calls nobody.
 */
final class PartitionLog {
    /** Nothing below counts as handled, so that Redis answers GAP for what it had and lost. */
    private static final long FIRST = 1;

    private final int partition;
    private final long limitBytes;

    @GuardedBy("this")
    private final ArrayDeque<ClientEvent> events = new ArrayDeque<>();

    /** Told when the log is below half. */
    @GuardedBy("this")
    private List<Pausable> paused = new ArrayList<>();

    @GuardedBy("this")
    private long heldBytes;

    /** Sequence of the oldest event here. */
    @GuardedBy("this")
    private long oldest = FIRST;

    /** The oldest events here are out for appending. */
    @GuardedBy("this")
    private boolean flying;

    @GuardedBy("this")
    private boolean closed;

    PartitionLog(int partition, long limitBytes) {
        this.partition = partition;
        this.limitBytes = limitBytes;
    }

    int partition() {
        return partition;
    }

    /** Takes an event, also when it answers FULL; then the source is to stop, and is resumed when the log is below half. */
    synchronized Offer offer(ClientEvent event, Pausable source) {
        Offer offer = offerLast(event);
        if (offer == Offer.FULL) {
            paused.add(source);
        }
        return offer;
    }

    /** Takes the last event of a source that has ended, also when it answers FULL; there is nobody to stop or to resume. */
    synchronized Offer offerLast(ClientEvent event) {
        if (closed) {
            return Offer.CLOSED;
        }
        events.addLast(event);
        heldBytes += EventSize.held(event);
        return heldBytes <= limitBytes ? Offer.QUEUED : Offer.FULL;
    }

    /** The next batch to append, unless one is out already or there is nothing. */
    synchronized Optional<AppendBatch> next(String gatewayId, long lagLimit) {
        if (flying || closed || events.isEmpty()) {
            return Optional.empty();
        }
        flying = true;
        return Optional.of(new AppendBatch(gatewayId, partition, oldest, FIRST, lagLimit, batch()));
    }

    @GuardedBy("this")
    private List<ClientEvent> batch() {
        List<ClientEvent> batch = new ArrayList<>(Math.min(events.size(), AppendBatch.MAX_EVENTS));
        int bytes = 0;
        for (ClientEvent event : events) {
            bytes += EventSize.data(event);
            if (batch.size() == AppendBatch.MAX_EVENTS || !batch.isEmpty() && bytes > AppendBatch.MAX_BYTES) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    /** Redis has the batch that was out; returns the sources to resume. */
    synchronized List<Pausable> appended(AppendBatch batch) {
        if (closed) {
            return List.of();
        }
        flying = false;
        for (int i = batch.events().size(); i > 0; i--) {
            heldBytes -= EventSize.held(events.removeFirst());
            oldest++;
        }
        if (paused.isEmpty() || heldBytes > limitBytes / 2) {
            return List.of();
        }
        List<Pausable> resumed = paused;
        paused = new ArrayList<>();
        return resumed;
    }

    synchronized long heldBytes() {
        return heldBytes;
    }

    synchronized boolean isEmpty() {
        return events.isEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes and gives out nothing any more; what is here is thrown away. */
    synchronized void close() {
        closed = true;
        events.clear();
        paused.clear();
        heldBytes = 0;
    }
}

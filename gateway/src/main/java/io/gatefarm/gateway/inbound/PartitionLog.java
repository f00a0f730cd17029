package io.gatefarm.gateway.inbound;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.PartitionProgress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one partition that are not finished, in order, numbered without a hole: first those that Redis has and workers
 * have not done with, then those to be appended. When Redis has lost some of the former, {@link #rewind} makes them wait again. One
 * batch at a time is out for appending; it stays as it is until it is appended, so that it can be sent again. Bounded in bytes.
 * Thread-safe; it calls nobody.
 */
final class PartitionLog {
    private final int partition;
    private final long limitBytes;

    /** What Redis has, oldest first. */
    @GuardedBy("this")
    private ArrayDeque<HeldBatch> appended = new ArrayDeque<>();

    /** What is to be appended before {@link #waiting}: the batch that is out, and those that Redis has lost. */
    @GuardedBy("this")
    private final ArrayDeque<HeldBatch> pending = new ArrayDeque<>();

    /** What was never sent. */
    @GuardedBy("this")
    private final ArrayDeque<ClientEvent> waiting = new ArrayDeque<>();

    /** The batch that was last given out for appending. */
    @GuardedBy("this")
    private @Nullable HeldBatch out;

    /** Sequence of the first one waiting. */
    @GuardedBy("this")
    private long next = 1;

    /** The last sequence that Redis said it has, and has not lost since. */
    @GuardedBy("this")
    private long acknowledged;

    /** Told when the log is below half. */
    @GuardedBy("this")
    private List<Pausable> paused = new ArrayList<>();

    @GuardedBy("this")
    private long heldBytes;

    /** A batch is out for appending, or will be after a pause. */
    @GuardedBy("this")
    private boolean flying;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private final Progress progress = new Progress();

    /** When this much is held, finished events behind unfinished ones are forgotten, too. */
    @GuardedBy("this")
    private long crowdedBytes;

    /** The position when that was last done. */
    @GuardedBy("this")
    private EntryId hollowedAt = EntryId.NONE;

    PartitionLog(int partition, long limitBytes) {
        this.partition = partition;
        this.limitBytes = limitBytes;
        this.crowdedBytes = limitBytes / 4;
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
        waiting.addLast(event);
        heldBytes += EventSize.held(event);
        return heldBytes <= limitBytes ? Offer.QUEUED : Offer.FULL;
    }

    /** Takes events, at most {@link AppendBatch#MAX_EVENTS}, that a worker may have seen already. */
    synchronized void offerAgain(List<ClientEvent> events) {
        if (!closed) {
            var batch = new HeldBatch(next, events, true);
            next = batch.last() + 1;
            heldBytes += batch.bytes();
            pending.addLast(batch);
        }
    }

    /** The next batch to append, unless one is out already or there is nothing. */
    synchronized Optional<AppendBatch> next(String gatewayId, long lagLimit) {
        return flying ? Optional.empty() : again(gatewayId, lagLimit);
    }

    /** The batch to append in place of the one that is out. */
    synchronized Optional<AppendBatch> again(String gatewayId, long lagLimit) {
        HeldBatch batch = closed ? null : oldestPending();
        flying = batch != null;
        if (batch == null) {
            return Optional.empty();
        }
        out = batch;
        return Optional.of(new AppendBatch(
                gatewayId,
                partition,
                batch.first(),
                (appended.isEmpty() ? batch : appended.getFirst()).first(),
                lagLimit,
                batch.events(),
                batch.wasSent(),
                batch.follows()));
    }

    /** What is to be appended next, made of what waits when there is nothing older; null when there is nothing. */
    @GuardedBy("this")
    private @Nullable HeldBatch oldestPending() {
        HeldBatch hollow = null;
        while (!pending.isEmpty() && pending.getFirst().isHollow()) {
            HeldBatch oldest = pending.removeFirst();
            hollow = hollow == null ? oldest : hollow.absorb(oldest);
        }
        if (pending.isEmpty() && !waiting.isEmpty()) {
            HeldBatch batch = HeldBatch.take(waiting, next);
            next = batch.last() + 1;
            pending.addLast(batch);
        }
        HeldBatch oldest = pending.peekFirst();
        if (hollow != null && oldest != null) {
            oldest.skip(hollow);
        } else if (hollow != null) {
            pending.addFirst(hollow); // until something comes that follows it
        }
        return oldest;
    }

    /** Redis has the batch that was out; returns the sources to resume. */
    synchronized List<Pausable> appended(AppendReply reply) {
        if (closed || out == null) {
            return List.of();
        }
        flying = false;
        if (out == pending.peekFirst()) {
            pending.removeFirst();
            appended.addLast(out);
            acknowledged = Math.max(acknowledged, out.last());
            out.appended(EntryId.first(reply.entryId(), EntryId.LAST));
        } else { // older ones were rewound meanwhile, and it is sent again after them
            out.sent();
        }
        progress.update(reply.position(), reply.unfinished());
        return release();
    }

    /** Nobody knows whether Redis has the batch that was out. */
    synchronized void failed() {
        if (out != null) {
            out.sent();
        }
    }

    /** Redis misses events before the batch that was out; true when they are here to be appended again. */
    synchronized boolean gap(long last) {
        rewind(last);
        boolean rewound = out != pending.peekFirst();
        flying &= !rewound;
        return rewound;
    }

    /** Redis has nothing after this sequence: what it has lost is to be appended again. */
    synchronized void rewind(long last) {
        acknowledged = Math.min(acknowledged, last);
        while (!appended.isEmpty() && appended.getLast().last() > last) {
            HeldBatch lost = appended.removeLast();
            lost.lost();
            pending.addFirst(lost);
        }
    }

    /** The workers have come so far; forgets what is finished and returns the sources to resume. */
    synchronized List<Pausable> finished(PartitionProgress now) {
        progress.update(now);
        return release();
    }

    @GuardedBy("this")
    private List<Pausable> release() {
        while (!appended.isEmpty()
                && progress.isFinishedUpTo(appended.getFirst().entryId())) {
            heldBytes -= appended.removeFirst().bytes();
        }
        boolean crowded = heldBytes >= crowdedBytes || !paused.isEmpty();
        if (crowded && !progress.position().equals(hollowedAt)) {
            hollowOut();
            hollowedAt = progress.position();
            crowdedBytes = Math.max(limitBytes / 4, heldBytes + limitBytes / 8); // not at every answer
        }
        if (paused.isEmpty() || heldBytes > limitBytes / 2) {
            return List.of();
        }
        List<Pausable> resumed = paused;
        paused = new ArrayList<>();
        return resumed;
    }

    /** An event that takes long must not hold up those after it: of finished ones only the place is kept. */
    @GuardedBy("this")
    private void hollowOut() {
        var kept = new ArrayDeque<HeldBatch>(appended.size());
        EntryId before = EntryId.NONE;
        for (HeldBatch batch : appended) {
            if (!batch.isHollow() && progress.isFinishedBetween(before, batch.entryId())) {
                heldBytes -= batch.hollow();
            }
            before = batch.entryId();
            HeldBatch previous = kept.peekLast();
            if (batch.isHollow() && previous != null && previous.isHollow()) {
                previous.absorb(batch);
            } else {
                kept.addLast(batch);
            }
        }
        appended = kept;
    }

    /** The last sequence that Redis has, as far as is known here. */
    synchronized long acknowledged() {
        return acknowledged;
    }

    /** Adds whose first or last events Redis does not have. */
    synchronized void collect(Unappended into) {
        pending.forEach(batch -> into.add(batch.events(), batch.wasKnown()));
        waiting.forEach(event -> into.add(event, false));
    }

    synchronized long heldBytes() {
        return heldBytes;
    }

    /** True when Redis has every event. */
    synchronized boolean isEmpty() {
        return waiting.isEmpty() && pending.stream().allMatch(HeldBatch::isHollow);
    }

    /** True when the workers have done with every event. */
    synchronized boolean isFinished() {
        return isEmpty() && appended.isEmpty();
    }

    /** True unless no worker has the partition, so that the events may be finished soon. */
    synchronized boolean isOwned() {
        return progress.hasOwner();
    }

    /** True while sources wait for events to be finished. */
    synchronized boolean isHoldingUp() {
        return !paused.isEmpty() && !appended.isEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes and gives out nothing any more; what is here is thrown away. */
    synchronized void close() {
        closed = true;
        appended.clear();
        pending.clear();
        waiting.clear();
        paused.clear();
        heldBytes = 0;
    }
}

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
    /** Until Redis is asked there may be a worker. */
    private static final PartitionProgress NEVER_READ = new PartitionProgress("unknown", "", "");

    private final int partition;
    private final long limitBytes;

    /** What Redis has, oldest first. */
    @GuardedBy("this")
    private final ArrayDeque<HeldBatch> appended = new ArrayDeque<>();

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

    /** What Redis last said of the workers, to read it only when it changes. */
    @GuardedBy("this")
    private PartitionProgress progress = NEVER_READ;

    @GuardedBy("this")
    private EntryId position = EntryId.NONE;

    @GuardedBy("this")
    private EntryId oldestOpen = EntryId.LAST;

    PartitionLog(int partition, long limitBytes) {
        this.partition = partition;
        this.limitBytes = limitBytes;
    }

    int partition() {
        return partition;
    }

    // ---- from clients

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
            next += events.size();
            heldBytes += batch.bytes();
            pending.addLast(batch);
        }
    }

    // ---- to Redis

    /** The next batch to append, unless one is out already or there is nothing. */
    synchronized Optional<AppendBatch> next(String gatewayId, long lagLimit) {
        if (flying || closed || pending.isEmpty() && waiting.isEmpty()) {
            return Optional.empty();
        }
        if (pending.isEmpty()) {
            pending.addLast(batch());
        }
        flying = true;
        return again(gatewayId, lagLimit);
    }

    /** The batch to append in place of the one that is out. */
    synchronized Optional<AppendBatch> again(String gatewayId, long lagLimit) {
        HeldBatch batch = pending.peekFirst();
        if (closed || batch == null) {
            return Optional.empty();
        }
        out = batch;
        HeldBatch first = appended.isEmpty() ? batch : appended.getFirst();
        return Optional.of(new AppendBatch(
                gatewayId, partition, batch.first(), first.first(), lagLimit, batch.events(), batch.wasSent()));
    }

    @GuardedBy("this")
    private HeldBatch batch() {
        List<ClientEvent> batch = new ArrayList<>(Math.min(waiting.size(), AppendBatch.MAX_EVENTS));
        int bytes = 0;
        while (batch.size() < AppendBatch.MAX_EVENTS && !waiting.isEmpty()) {
            bytes += EventSize.data(waiting.getFirst());
            if (!batch.isEmpty() && bytes > AppendBatch.MAX_BYTES) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        var held = new HeldBatch(next, batch, false);
        next += batch.size();
        return held;
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
        return finished(new PartitionProgress(progress.owner(), reply.position(), reply.unfinished()));
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
        if (!now.position().equals(progress.position())) {
            position = EntryId.first(now.position(), EntryId.NONE);
        }
        if (!now.unfinished().equals(progress.unfinished())) {
            oldestOpen = EntryId.first(now.unfinished(), EntryId.LAST);
        }
        progress = now;
        while (!appended.isEmpty() && appended.getFirst().isFinished(position, oldestOpen)) {
            heldBytes -= appended.removeFirst().bytes();
        }
        if (paused.isEmpty() || heldBytes > limitBytes / 2) {
            return List.of();
        }
        List<Pausable> resumed = paused;
        paused = new ArrayList<>();
        return resumed;
    }

    // ---- how it stands

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
        return waiting.isEmpty() && pending.isEmpty();
    }

    /** True when the workers have done with every event. */
    synchronized boolean isFinished() {
        return isEmpty() && appended.isEmpty();
    }

    /** True unless no worker has the partition, so that the events may be finished soon. */
    synchronized boolean isOwned() {
        return !progress.owner().isEmpty();
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

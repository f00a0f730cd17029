package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.StreamEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one consumer that are read and not finished or not committed: which of them are started, and what a commit says of
 * them. Not thread-safe: guarded by its partition's lock.
 */
final class OpenEvents {
    private static final Logger log = LoggerFactory.getLogger(OpenEvents.class);

    private final PartitionConsumer owner;
    private final PartitionMemory memory;
    private final Careful careful;
    private final LongSupplier nanoTime;
    /** Read and not finished, in stream order, by entry id. */
    private final Map<String, OpenEvent> open = new LinkedHashMap<>();
    /** Clients whose close is finished but not committed. */
    private final List<String> closed = new ArrayList<>();
    /** Failed for good, each to be buried with a commit of its own. */
    private final ArrayDeque<Failed> failed = new ArrayDeque<>();

    /** Of them those that were not handled at all and nobody has been told of. */
    private final List<OpenEvent> convicted = new ArrayList<>();

    /** Clients whose next event is left to the next owner, and all behind it. */
    private final Set<String> postponed = new HashSet<>();

    private int uncommitted;

    /**
     * An event that failed for good.
     *
     * @param tries how often it was handled
     */
    record Failed(OpenEvent event, String reason, int tries) {}

    OpenEvents(PartitionConsumer owner, PartitionMemory memory, Careful careful, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.owner = owner;
        this.memory = memory;
        this.careful = careful;
    }

    int size() {
        return open.size();
    }

    /** True when nothing is open but what is left to the next owner. */
    boolean isThrough() {
        if (careful.isOn()) {
            return careful.trying().isEmpty() && open.values().stream().noneMatch(OpenEvent::isRunning);
        }
        return open.isEmpty()
                || open.values().stream().allMatch(event -> postponed.contains(event.clientId()) && !event.isRunning());
    }

    /** An event that would have to wait for its next try is left to the next owner, and all of its client behind it. */
    void postpone(OpenEvent event) {
        careful.ended(event);
        postponed.add(event.clientId());
        uncommitted++;
    }

    boolean isPostponed(OpenEvent event) {
        return postponed.contains(event.clientId());
    }

    /** Takes an entry in; returns what is to be started: nothing when the event is done or being done already. */
    List<OpenEvent> admit(StreamEntry entry) {
        if (memory.seen().isFinished(entry)) {
            uncommitted++;
            if (entry.event() instanceof ClientEvent.Closed close) {
                closed.add(close.clientId());
            }
            return List.of();
        }
        Optional<OpenEvent> known = memory.seen().unfinished(entry.origin());
        if (known.isPresent() && goesOn(known.get(), entry)) {
            return List.of();
        }
        var event = new OpenEvent(entry, owner, memory.isRepeat(entry));
        known.ifPresent(event::takeAfter);
        memory.seen().take(event);
        open.put(entry.id(), event);
        if (careful.hasKilled(entry.id())) {
            convict(event);
            return List.of();
        }
        if (!careful.isOn()) {
            return List.of(event);
        }
        careful.add(event);
        return careful.leave(entry.id());
    }

    /** An event that is being handled, or waits for it here, is read again. */
    private boolean goesOn(OpenEvent event, StreamEntry entry) {
        boolean mine = event.consumer() == owner;
        if (!mine && !event.isRunning()) {
            return false;
        }
        if (mine) {
            open.remove(event.entryId());
        } else {
            careful.goOn(event);
        }
        event.readAgain(owner, entry.id());
        open.put(entry.id(), event);
        return true;
    }

    private void convict(OpenEvent event) {
        if (event.isOpen()) {
            memory.dismissals().add(event.clientId(), event.origin(), nanoTime.getAsLong());
        }
        log.error(
                "event {} of partition {} has ended its worker, the last of {} in a row: it is buried",
                event.entryId(),
                owner.partition(),
                careful.crashes());
        failed.add(new Failed(event, "its worker vanished while it was handled alone", careful.crashes()));
        uncommitted++;
        convicted.add(event);
    }

    /** The events that are to be buried unhandled, each told once. */
    List<OpenEvent> convicted() {
        List<OpenEvent> told = List.copyOf(convicted);
        convicted.clear();
        return told;
    }

    /** An event's handler has ended, with a failure for good or without; returns what is to be started. */
    List<OpenEvent> end(OpenEvent event, Optional<String> failure, String position) {
        uncommitted++;
        if (failure.isPresent()) {
            failed.add(new Failed(event, failure.get(), event.failures())); // stays open until it is buried
        } else if (open.remove(event.entryId()) != null && event.isClose()) {
            closed.add(event.clientId());
            memory.dismissals().remove(event.clientId());
        }
        careful.ended(event);
        return careful.leave(position);
    }

    // ---- commits

    /** True when a commit should not wait for the timer. */
    boolean isPressing() {
        return isAnyChosen() || !failed.isEmpty() && !careful.isTrying();
    }

    /** True when an event is to be tried alone once Redis knows it. */
    boolean isAnyChosen() {
        return careful.isOn() && careful.choose();
    }

    /** The event to be buried with the next commit; none while one is tried, since a burial would make Redis forget that one. */
    @Nullable
    Failed nextFailed() {
        return careful.isTrying() ? null : failed.poll();
    }

    /** Events that are done since the last commit was sent. */
    int uncommitted() {
        return uncommitted;
    }

    /** A commit is on its way. */
    void sent() {
        uncommitted = 0;
    }

    /** The commit was not stored, as far as is known. */
    void notStored(@Nullable Failed buried) {
        uncommitted++;
        if (buried != null) {
            failed.addFirst(buried);
        }
    }

    /** Id of the entry whose event is tried alone, or "". */
    String trying() {
        return careful.trying();
    }

    /** What is unfinished once that event is buried. */
    Set<String> unfinished(@Nullable Failed buried) {
        Set<String> ids = new LinkedHashSet<>(open.keySet());
        if (buried != null) {
            ids.remove(buried.event().entryId());
        }
        return ids;
    }

    /** Clients whose close is finished once that event is buried. */
    List<String> closed(@Nullable Failed buried) {
        List<String> gone = new ArrayList<>(closed);
        if (buried != null && buried.event().isClose()) {
            gone.add(buried.event().clientId());
        }
        return gone;
    }

    /** Clients that the next owner may pass over. */
    List<String> dismissed() {
        Set<String> failing = new HashSet<>();
        failed.forEach(one -> failing.add(one.event().clientId()));
        return memory.dismissals().told(memory.seen()::isUnfinished, failing);
    }

    /** A commit was stored; returns what is to be started. */
    Optional<OpenEvent> stored(Commit commit, @Nullable Failed buried, String trying) {
        if (buried != null) {
            memory.seen().finish(buried.event());
            open.remove(buried.event().entryId());
            commit.closed().forEach(memory.dismissals()::remove);
        }
        closed.removeAll(commit.closed());
        uncommitted += failed.isEmpty() ? 0 : 1;
        return careful.stored(trying);
    }
}

package io.gatefarm.worker.partition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.StreamEntry;
import io.gatefarm.worker.metrics.EventEnd;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One taking of one partition: what was read, what is open, what is committed. A partition that is taken again gets a new
 * consumer, which goes on with the handlers that still run. Thread-safe: the reader's thread takes entries in, handlers' threads
 * finish them, anyone may {@link #commit}.
 */
final class PartitionConsumer {
    private static final Logger log = LoggerFactory.getLogger(PartitionConsumer.class);

    /** Where a consumer stands; it only ever moves on. */
    enum State {
        /** Reads and handles. */
        ACTIVE,
        /** Reads no more; what is open is being finished. */
        LEAVING,
        /** The lease is lost, was given back or is to be taken again: nothing is started, nothing committed. */
        FENCED
    }

    private final PartitionLease lease;
    private final WorkContext context;
    private final Dispatch dispatch;
    private final Handling handling;
    /** The partition's memory: the same for all its consumers. */
    private final Object lock;

    @GuardedBy("lock")
    private final Careful careful;

    @GuardedBy("lock")
    private final OpenEvents open;

    @GuardedBy("lock")
    private State state = State.ACTIVE;

    @GuardedBy("lock")
    private String position;

    @GuardedBy("lock")
    private String origin;

    @GuardedBy("lock")
    private long read;

    @GuardedBy("lock")
    private boolean committing;

    /** @param origin of the entry at the lease's position, "" when that is gone or nothing was read yet */
    PartitionConsumer(
            PartitionLease lease,
            String origin,
            PartitionMemory memory,
            Careful careful,
            WorkContext context,
            Dispatch dispatch) {
        this.lease = lease;
        this.context = context;
        this.dispatch = dispatch;
        this.handling = new Handling(memory, context.nanoTime());
        this.lock = memory;
        this.careful = careful;
        this.open = new OpenEvents(this, memory, careful, context.nanoTime());
        this.position = lease.position();
        this.origin = origin;
        this.read = lease.read();
    }

    int partition() {
        return lease.partition();
    }

    String epoch() {
        return lease.epoch();
    }

    State state() {
        synchronized (lock) {
            return state;
        }
    }

    /** True while events are tried one by one. */
    boolean isCareful() {
        synchronized (lock) {
            return careful.isOn();
        }
    }

    /** The last entry read, from which to read on; empty when nothing may be read now. */
    Optional<String> readFrom() {
        synchronized (lock) {
            boolean room = open.size() + context.limits().readCount()
                    <= context.limits().openEvents();
            return state == State.ACTIVE && room ? Optional.of(position) : Optional.empty();
        }
    }

    /** Takes in an entry that lies after the position, and has it handled unless that is done or being done. */
    void take(StreamEntry entry) {
        Admitted admitted;
        synchronized (lock) {
            if (state != State.ACTIVE) {
                return;
            }
            position = entry.id();
            origin = entry.origin();
            read++;
            admitted = admit(List.of(entry));
        }
        act(admitted);
    }

    /** Takes in what the last owner had read but not finished. */
    void takeUnfinished(List<StreamEntry> entries) {
        Admitted admitted;
        synchronized (lock) {
            admitted = admit(entries);
        }
        act(admitted);
    }

    /** What is to be done, outside the lock, once entries were taken in. */
    private record Admitted(List<OpenEvent> convicted, boolean commitNow) {}

    @GuardedBy("lock")
    private Admitted admit(List<StreamEntry> entries) {
        entries.forEach(entry -> start(open.admit(entry)));
        return new Admitted(open.convicted(), open.isPressing());
    }

    private void act(Admitted admitted) {
        for (OpenEvent event : admitted.convicted) {
            context.metrics().ended(event.event(), EventEnd.GIVEN_UP);
            dispatch.giveUp(event.event());
        }
        if (admitted.commitNow) {
            commit();
        }
    }

    /** Under the lock, so that events of a client are handed over in the order in which they became free. */
    @GuardedBy("lock")
    private void start(Collection<OpenEvent> events) {
        events.forEach(event -> dispatch.start(handling, event));
    }

    /** Whether the handler of one of its events may start. Called through {@link Handling}. */
    boolean mayBegin(OpenEvent event) {
        synchronized (lock) {
            return state != State.FENCED && !open.isPostponed(event);
        }
    }

    /** Leaves one of its events to the next owner; false while it is not leaving. Called through {@link Handling}. */
    boolean postpone(OpenEvent event) {
        synchronized (lock) {
            if (state == State.ACTIVE) {
                return false;
            }
            event.end();
            open.postpone(event);
            return true;
        }
    }

    /** One of its events is done, see {@link Handling#finish}. */
    boolean finish(OpenEvent event, Optional<String> failure) {
        boolean commitNow;
        boolean roomAgain;
        synchronized (lock) {
            if (state == State.FENCED) {
                return false; // one that failed is handled again by the next consumer
            }
            start(open.end(event, failure, position));
            int limit = context.limits().openEvents();
            roomAgain = open.size() + context.limits().readCount() == limit && state == State.ACTIVE;
            commitNow = open.uncommitted() >= context.limits().commitEvents() || open.isPressing();
        }
        if (commitNow) {
            commit();
        }
        return roomAgain;
    }

    /** Commits what has changed, unless a commit is under way already. Never blocks. */
    void commit() {
        CommitUnderWay sent;
        synchronized (lock) {
            boolean isNews = open.uncommitted() > 0 || open.isAnyChosen();
            // without an origin nothing has been read yet: there is nothing to say
            if (committing || !isNews || origin.isEmpty() || state == State.FENCED) {
                return;
            }
            OpenEvents.Failed buried = open.nextFailed();
            String about = buried == null ? open.trying() : buried.event().entryId();
            sent = new CommitUnderWay(snapshot(buried), buried, about);
            open.sent();
            committing = true;
        }
        long startNs = System.nanoTime();
        sent.send(context.stream()).whenComplete((outcome, failure) -> {
            sent.count(context.metrics(), outcome, System.nanoTime() - startNs);
            answered(sent, outcome, failure);
        });
    }

    @GuardedBy("lock")
    private Commit snapshot(OpenEvents.@Nullable Failed buried) {
        return new Commit(
                partition(),
                context.workerId(),
                epoch(),
                position,
                origin,
                read,
                open.unfinished(buried),
                open.dismissed(),
                open.closed(buried));
    }

    private void answered(CommitUnderWay sent, Commit.@Nullable Outcome outcome, @Nullable Throwable failure) {
        OpenEvents.Failed buried = sent.buried();
        boolean again = false;
        synchronized (lock) {
            committing = false;
            if (outcome == Commit.Outcome.STORED) {
                start(open.stored(sent.commit(), buried, sent.about()).stream().toList());
                // not at the timer's pace: what waits to be buried keeps the partition full
                again = open.isPressing();
            } else {
                open.notStored(buried);
                if (outcome != null) {
                    state = State.FENCED;
                }
            }
        }
        if (failure != null) {
            log.debug("commit of partition {} failed, is tried again", partition(), failure);
        } else if (outcome != Commit.Outcome.STORED) {
            log.warn("partition {} is to be taken again or lost: commit answered {}", partition(), outcome);
            dispatch.refused();
        }
        if (again) {
            commit();
        }
    }

    /** Reads no more, so that the partition can be given away once {@link #isIdle}. */
    void leave() {
        synchronized (lock) {
            state = state == State.ACTIVE ? State.LEAVING : state;
            careful.leaveTheRest();
        }
    }

    /** Nothing more is started or committed. */
    void fence() {
        synchronized (lock) {
            state = State.FENCED;
        }
    }

    /** True when nothing is being handled and everything is committed; never once it is fenced, since what Redis knows is not known then. */
    boolean isIdle() {
        synchronized (lock) {
            boolean said = open.uncommitted() == 0 || origin.isEmpty();
            return state != State.FENCED && open.isThrough() && !committing && said;
        }
    }

    /** Events read and not finished. */
    int openEvents() {
        synchronized (lock) {
            return open.size();
        }
    }
}

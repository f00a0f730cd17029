package io.gatefarm.worker.partition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.InboundStream;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One taking of one partition: what was read, what is open, what is committed. A partition that is taken again gets a new
 * consumer. Thread-safe: the reader's thread takes entries in, handlers' threads finish them, anyone may {@link #commit}.
 */
final class PartitionConsumer {
    private static final Logger log = LoggerFactory.getLogger(PartitionConsumer.class);

    /** Where a consumer stands; it only ever moves on. */
    enum State {
        /** Reads and handles. */
        ACTIVE,
        /** Reads no more; what is open is being finished. */
        LEAVING,
        /** The lease is lost or was given back: nothing is started, nothing committed. */
        FENCED
    }

    private final PartitionLease lease;
    private final String workerId;
    private final InboundStream stream;
    private final WorkLimits limits;
    private final Object lock = new Object();

    /** Read and not finished, in stream order, by entry id. */
    @GuardedBy("lock")
    private final Map<String, ClientEvent> open = new LinkedHashMap<>();

    /** Clients whose close is finished but not committed. */
    @GuardedBy("lock")
    private final List<String> closed = new ArrayList<>();

    @GuardedBy("lock")
    private final Dismissals dismissals;

    /** Failed for good, each to be buried with a commit of its own. */
    @GuardedBy("lock")
    private final ArrayDeque<Failed> failed = new ArrayDeque<>();

    @GuardedBy("lock")
    private State state = State.ACTIVE;

    @GuardedBy("lock")
    private String position;

    @GuardedBy("lock")
    private String origin;

    @GuardedBy("lock")
    private long read;

    @GuardedBy("lock")
    private int uncommitted;

    @GuardedBy("lock")
    private Optional<CompletableFuture<?>> commitUnderWay = Optional.empty();

    private record Failed(String entryId, String reason) {}

    /** @param origin of the entry at the lease's position, "" when that is gone or nothing was read yet */
    PartitionConsumer(PartitionLease lease, String origin, String workerId, InboundStream stream, WorkLimits limits) {
        this.lease = lease;
        this.workerId = workerId;
        this.stream = stream;
        this.limits = limits;
        this.position = lease.position();
        this.origin = origin;
        this.read = lease.read();
        this.dismissals = new Dismissals(lease.dismissed());
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

    /** The last entry read, from which to read on; empty when nothing may be read now. */
    Optional<String> readFrom() {
        synchronized (lock) {
            boolean room = open.size() + limits.readCount() <= limits.openEvents();
            return state == State.ACTIVE && room ? Optional.of(position) : Optional.empty();
        }
    }

    /** Takes in an entry that lies after the position; false when it may not be handled any more. */
    boolean take(StreamEntry entry) {
        synchronized (lock) {
            if (state != State.ACTIVE) {
                return false;
            }
            position = entry.id();
            origin = entry.origin();
            read++;
            open.put(entry.id(), entry.event());
            return true;
        }
    }

    /** Takes in an entry that the last owner had read but not finished. */
    void takeUnfinished(StreamEntry entry) {
        synchronized (lock) {
            open.put(entry.id(), entry.event());
        }
    }

    /** Whether the handler of an entry that was taken in may start. */
    boolean mayStart() {
        return state() != State.FENCED;
    }

    /** Whether the client's messages are to be passed over. */
    boolean isDismissed(String clientId) {
        synchronized (lock) {
            return dismissals.contains(clientId);
        }
    }

    /** The handler of an entry has closed its client: its messages are passed over, by the partition's next owners, too. */
    void dismiss(StreamEntry entry) {
        synchronized (lock) {
            dismissals.add(entry.event().clientId(), entry.id());
        }
    }

    /**
     * Notes that an event is done.
     *
     * @return true when the partition had been too full to read on and is no more
     */
    boolean finish(String entryId, Optional<String> failure) {
        boolean commitNow;
        boolean roomAgain;
        synchronized (lock) {
            if (failure.isPresent()) {
                failed.add(new Failed(entryId, failure.get())); // stays open until it is buried
            } else {
                close(entryId);
            }
            roomAgain = open.size() + limits.readCount() == limits.openEvents() && state == State.ACTIVE;
            commitNow = ++uncommitted >= limits.commitEvents() || failure.isPresent();
        }
        if (commitNow) {
            commit();
        }
        return roomAgain;
    }

    @GuardedBy("lock")
    private void close(String entryId) {
        if (open.remove(entryId) instanceof ClientEvent.Closed event) {
            closed.add(event.clientId());
            dismissals.remove(event.clientId());
        }
    }

    /** Commits what has changed, unless a commit is under way already. Never blocks. */
    void commit() {
        Commit commit;
        Failed buried;
        CompletableFuture<Commit.Outcome> answer;
        synchronized (lock) {
            // without an origin nothing has been read yet: there is nothing to say
            if (commitUnderWay.isPresent() || uncommitted == 0 || origin.isEmpty() || state == State.FENCED) {
                return;
            }
            buried = failed.poll();
            commit = snapshot(buried);
            uncommitted = 0;
            var done = new CompletableFuture<Void>();
            commitUnderWay = Optional.of(done);
        }
        answer = buried == null ? stream.commit(commit) : stream.bury(commit, buried.entryId(), buried.reason(), 1);
        answer.whenComplete((outcome, failure) -> answered(commit, buried, outcome, failure));
    }

    @GuardedBy("lock")
    private Commit snapshot(@Nullable Failed buried) {
        Set<String> unfinished = new LinkedHashSet<>(open.keySet());
        List<String> gone = new ArrayList<>(closed);
        if (buried != null) {
            unfinished.remove(buried.entryId());
            if (open.get(buried.entryId()) instanceof ClientEvent.Closed event) {
                gone.add(event.clientId());
            }
        }
        return new Commit(
                partition(),
                workerId,
                epoch(),
                position,
                origin,
                read,
                unfinished,
                dismissals.told(unfinished, failing()),
                gone);
    }

    /** Clients with an event that waits to be buried. */
    @GuardedBy("lock")
    private Set<String> failing() {
        Set<String> clients = new HashSet<>();
        for (Failed one : failed) {
            ClientEvent event = open.get(one.entryId());
            if (event != null) {
                clients.add(event.clientId());
            }
        }
        return clients;
    }

    private void answered(Commit commit, Failed buried, Commit.Outcome outcome, Throwable failure) {
        CompletableFuture<?> done;
        boolean moreToBury = false;
        synchronized (lock) {
            done = commitUnderWay.orElseThrow();
            commitUnderWay = Optional.empty();
            if (outcome == Commit.Outcome.STORED) {
                if (buried != null) {
                    open.remove(buried.entryId());
                    commit.closed().forEach(dismissals::remove);
                }
                closed.removeAll(commit.closed());
                moreToBury = !failed.isEmpty();
                uncommitted += moreToBury ? 1 : 0;
            } else {
                uncommitted++;
                if (buried != null) {
                    failed.addFirst(buried);
                }
                if (outcome != null) {
                    state = State.FENCED;
                }
            }
        }
        if (failure != null) {
            log.debug("commit of partition {} failed, is tried again", partition(), failure);
        } else if (outcome != Commit.Outcome.STORED) {
            log.warn("partition {} is taken again or by another worker: commit answered {}", partition(), outcome);
        }
        done.complete(null);
        if (moreToBury) {
            commit(); // not at the timer's pace: what waits to be buried keeps the partition full
        }
    }

    /** Reads no more, so that the partition can be given away once {@link #isIdle}. */
    void leave() {
        synchronized (lock) {
            state = state == State.ACTIVE ? State.LEAVING : state;
        }
    }

    /** The lease is gone: nothing more is started or committed. */
    void fence() {
        synchronized (lock) {
            state = State.FENCED;
        }
    }

    /** True when nothing is open and everything is committed. */
    boolean isIdle() {
        synchronized (lock) {
            boolean said = uncommitted == 0 || origin.isEmpty();
            return state == State.FENCED || open.isEmpty() && commitUnderWay.isEmpty() && said;
        }
    }

    /** Events read and not finished. */
    int openEvents() {
        synchronized (lock) {
            return open.size();
        }
    }
}

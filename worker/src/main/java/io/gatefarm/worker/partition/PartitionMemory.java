package io.gatefarm.worker.partition;

import io.gatefarm.redis.lease.LastOwner;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.stream.StreamEntry;
import java.util.Optional;

/**
 * What a worker knows of one partition beyond a single taking of it: what it has handled, and whom the app has dismissed. Also the
 * lock of the partition's consumers, so that an event can pass from one to the next. Not thread-safe: guarded by itself.
 */
final class PartitionMemory {
    private final SeenOrigins seen = new SeenOrigins();
    private final Dismissals dismissals = new Dismissals();
    private String repeatsUpTo = "";

    /**
     * The partition was taken.
     *
     * @param isAgain true when this worker has it already, and takes it again
     * @param goesOn true when, too, nobody else can have had it since this worker's last taking
     */
    void taken(PartitionLease lease, boolean isAgain, boolean goesOn, long nowNs) {
        dismissals.take(lease.dismissed(), goesOn, nowNs);
        if (!goesOn) {
            seen.forget();
            // one who has it and finds it released meets a Redis that has lost what came after
            boolean inOrder = !isAgain && lease.lastOwner().end() == LastOwner.End.RELEASED;
            repeatsUpTo = inOrder ? "" : lease.lastOwner().lastId();
        }
    }

    SeenOrigins seen() {
        return seen;
    }

    Dismissals dismissals() {
        return dismissals;
    }

    /** Whether the handler of an event that is not open here may have been begun before. */
    boolean isRepeat(StreamEntry entry) {
        Optional<OpenEvent> before = seen.unfinished(entry.origin());
        if (before.isPresent()) {
            return before.get().isRepeat() || entry.again();
        }
        return entry.again()
                || seen.isBefore(entry)
                || !repeatsUpTo.isEmpty() && !EntryIds.isAfter(entry.id(), repeatsUpTo);
    }
}

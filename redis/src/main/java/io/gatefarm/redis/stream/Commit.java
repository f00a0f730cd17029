package io.gatefarm.redis.stream;

import java.util.Collection;
import java.util.List;

/**
 * How far a worker has come in a partition.
 *
 * @param epoch of the lease under which it read
 * @param position id of the last entry read
 * @param origin that entry's origin, so that Redis can tell whether it still has this entry
 * @param read events read in all, counted on from what acquiring the lease returned
 * @param unfinished ids up to the position that are not finished, ascending
 * @param dismissed clients that the app has closed and whose close event is not finished, for the partition's next owner
 * @param closed clients whose close event is finished: their sessions go
 */
public record Commit(
        int partition,
        String workerId,
        String epoch,
        String position,
        String origin,
        long read,
        Collection<String> unfinished,
        Collection<String> dismissed,
        List<String> closed) {
    /** What Redis says to a commit. */
    public enum Outcome {
        STORED,
        /** The lease is somebody else's: stop working on this partition. */
        FENCED,
        /** Redis does not have that entry: it lost data, acquire the partition again. */
        UNKNOWN_ENTRY;

        static Outcome of(long status) {
            return status == 1 ? STORED : status == 0 ? FENCED : UNKNOWN_ENTRY;
        }
    }
}

package io.gatefarm.redis.lease;

import java.util.List;

/**
 * A partition that was taken, and where its last owner stopped.
 *
 * @param epoch names this taking in every commit
 * @param position id of the last entry read, "0-0" when none was
 * @param unfinished ids up to the position that are not finished, ascending
 * @param read events read in all so far
 * @param dismissed clients that the app has closed and whose close event was not finished: their messages are passed over
 * @param lastOwner how the last owner ended
 */
public record PartitionLease(
        int partition,
        String epoch,
        String position,
        List<String> unfinished,
        long read,
        List<String> dismissed,
        LastOwner lastOwner) {}

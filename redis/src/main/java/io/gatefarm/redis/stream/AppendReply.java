package io.gatefarm.redis.stream;

/**
 * What Redis says to a batch.
 *
 * @param lastSequence the gateway's last sequence in this partition that Redis has
 * @param lag events of the partition appended and not yet read past by a worker
 * @param position the workers' read position, an entry id; "" before the first commit
 * @param unfinished ids before the position that are not finished, in order, comma separated
 * @param entryId of an OK: the id of the batch's last entry, or a later one when the batch was there already
 */
public record AppendReply(
        Status status, long lastSequence, long lag, String position, String unfinished, String entryId) {
    /** OK: every event of the batch is in the stream, once, also when it was sent before. */
    public enum Status {
        OK,
        /** Redis misses events before this batch: append again from {@code lastSequence + 1}. */
        GAP,
        /** The partition's lag is at its limit: nothing was appended, try later. */
        FULL,
        /** The gateway was declared dead: nothing is taken from it any more. */
        FENCED,
        /** Redis does not know the gateway: it lost its data. */
        UNKNOWN
    }
}

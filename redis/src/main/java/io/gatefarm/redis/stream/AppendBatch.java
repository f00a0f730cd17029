package io.gatefarm.redis.stream;

import io.gatefarm.redis.event.ClientEvent;
import java.util.List;

/**
 * Events of one gateway for one partition, in order.
 *
 * @param firstSequence sequence of the first event; sequences of a gateway and partition are 1, 2, 3 ..
 * @param oldestHeld the oldest sequence that the gateway still holds; all below are handled
 * @param lagLimit appended and not yet handled events past which Redis answers FULL
 * @param events at most 64
 * @param again they were sent before, so that a worker may have seen them; their headers say so
 * @param follows the sequence that Redis must have before; all between it and the first are handled
 */
public record AppendBatch(
        String gatewayId,
        int partition,
        long firstSequence,
        long oldestHeld,
        long lagLimit,
        List<ClientEvent> events,
        boolean again,
        long follows) {
    /** Events that one batch may carry. */
    public static final int MAX_EVENTS = 64;
    /** Message bytes past which a batch takes no further event; a larger single message goes alone. */
    public static final int MAX_BYTES = 64 * 1024;

    /** Events that were never sent before and follow the one before them. */
    public AppendBatch(
            String gatewayId,
            int partition,
            long firstSequence,
            long oldestHeld,
            long lagLimit,
            List<ClientEvent> events) {
        this(gatewayId, partition, firstSequence, oldestHeld, lagLimit, events, false, firstSequence - 1);
    }
}

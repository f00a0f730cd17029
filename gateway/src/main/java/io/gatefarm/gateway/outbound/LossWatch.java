package io.gatefarm.gateway.outbound;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongConsumer;

/**
 * Finds lost messages of one channel by their numbers: a hole between two that came, or none of those that Redis had counted one
 * beat ago. Thread-safe.
 */
final class LossWatch {
    private final LongConsumer lost;

    /** Number of the last one that came or was found lost; -1 while there is none to count from. */
    @GuardedBy("this")
    private long last = -1;

    /** What Redis had counted at the last beat; by the next one it must be here. */
    @GuardedBy("this")
    private long expected;

    /** @param lost is told how many messages never came */
    LossWatch(LongConsumer lost) {
        this.lost = lost;
    }

    /** Counting starts after this number; one below what Redis had counted tells that it has lost its data and counts anew. */
    synchronized void start(long number) {
        last = number < expected ? number : Math.max(last, number);
        expected = last;
    }

    /** A message came. */
    void came(long number) {
        long missing;
        synchronized (this) {
            missing = last < 0 ? 0 : number - last - 1;
            last = number;
            if (missing < 0) { // Redis counts anew
                expected = 0;
            }
        }
        if (missing > 0) {
            lost.accept(missing);
        }
    }

    /** Redis says how many it has sent so far. */
    void sent(long count) {
        long missing;
        synchronized (this) {
            missing = expected - last;
            if (missing > 0) {
                last = expected;
            }
            expected = count;
        }
        if (missing > 0) {
            lost.accept(missing);
        }
    }
}

package io.gatefarm.worker.partition;

import java.time.Duration;

/**
 * How partitions are worked on. Immutable; a value out of its bounds is an {@link IllegalArgumentException} that shows it.
 *
 * @param lease a worker whose lease stays unrenewed so long loses its partitions, the same for all workers of an app; at least
 *     2 s, default 5 s
 * @param openEvents events of one partition that may be read and not finished; past it the partition is read no further;
 *     16 to 512, default 512
 * @param commitEvents finished events after which a partition is committed, one Redis call; default 64
 * @param commitInterval at which a partition with finished events is committed at the latest; default 100 ms
 * @param handOver how long running handlers may take when a partition is given away or the worker stops; then the partition goes,
 *     its unfinished events come again at its next owner, and a worker that stops interrupts them; default 10 s
 * @param retries what is done with an event whose handler fails; default {@link Retries#NONE}
 */
public record WorkLimits(
        Duration lease, int openEvents, int commitEvents, Duration commitInterval, Duration handOver, Retries retries) {
    public static final WorkLimits DEFAULTS =
            new WorkLimits(Duration.ofSeconds(5), 512, 64, Duration.ofMillis(100), Duration.ofSeconds(10));

    /** Without retries. */
    public WorkLimits(Duration lease, int openEvents, int commitEvents, Duration commitInterval, Duration handOver) {
        this(lease, openEvents, commitEvents, commitInterval, handOver, Retries.NONE);
    }

    public WorkLimits {
        if (lease.toMillis() < 2_000) {
            throw new IllegalArgumentException("lease must be at least 2 s but is " + lease);
        }
        // more unfinished ids than 512 make a commit too long
        if (openEvents < 16 || openEvents > 512) {
            throw new IllegalArgumentException("openEvents must be 16 to 512 but is " + openEvents);
        }
        if (commitEvents < 1) {
            throw new IllegalArgumentException("commitEvents must be at least 1 but is " + commitEvents);
        }
        if (commitInterval.toMillis() < 1) {
            throw new IllegalArgumentException("commitInterval must be at least 1 ms but is " + commitInterval);
        }
        if (handOver.isNegative()) {
            throw new IllegalArgumentException("handOver must not be negative but is " + handOver);
        }
    }

    /** The same with other retries. */
    public WorkLimits with(Retries other) {
        return new WorkLimits(lease, openEvents, commitEvents, commitInterval, handOver, other);
    }

    /** Entries per partition that one read may bring. */
    int readCount() {
        return openEvents / 4;
    }

    /** At how often leases are renewed and watched. */
    Duration beat() {
        return lease.dividedBy(5);
    }
}

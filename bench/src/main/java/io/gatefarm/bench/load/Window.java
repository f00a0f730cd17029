package io.gatefarm.bench.load;

import java.time.Duration;

/**
 * The measured part of a run, after the warm-up. All times as {@link System#nanoTime}.
 *
 * @param startNs when the first message may be sent
 * @param fromNs when measuring begins
 * @param toNs when measuring and sending end
 */
record Window(long startNs, long fromNs, long toNs) {
    private static final long SECOND_NS = 1_000_000_000L;

    static Window from(long startNs, Duration warmup, Duration measured) {
        long fromNs = startNs + warmup.toNanos();
        return new Window(startNs, fromNs, fromNs + measured.toNanos());
    }

    boolean contains(long timeNs) {
        return timeNs - fromNs >= 0 && timeNs - toNs < 0;
    }

    /** Whether messages may still be sent. */
    boolean sending(long timeNs) {
        return timeNs - toNs < 0;
    }

    /** Whole seconds since measuring began. */
    int slot(long timeNs) {
        return (int) ((timeNs - fromNs) / SECOND_NS);
    }

    int slots() {
        return (int) ((toNs - fromNs + SECOND_NS - 1) / SECOND_NS);
    }
}

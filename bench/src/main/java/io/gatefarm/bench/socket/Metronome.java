package io.gatefarm.bench.socket;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that wakes a loop at fixed times, more precisely than a selector's milliseconds: some 0.02 ms late. The loop
 * itself stays in the selector meanwhile and so sees replies at once, which polling would not.
 */
public final class Metronome implements AutoCloseable {
    private static final long MIN_INTERVAL_NS = 50_000;

    /** Nanoseconds; what is left after a park that was a little short. A second park would be far too long. */
    private static final long MAX_SPIN_NS = 15_000;

    /**
     * Nanoseconds that a park is made shorter at most. Linux lets a thread oversleep by 50 µs and takes 30 more to wake it;
     * what is longer was another program's turn.
     */
    private static final long MAX_OVERSLEEP_NS = 150_000;

    private final LoadLoop loop;
    private final long startNs;
    private final long intervalNs;
    private final Thread thread;
    private volatile boolean stopped;

    /**
     * @param startNs the first tick, as {@link System#nanoTime}
     * @param intervalNs nanoseconds between two; less than 50 µs is taken as 50 µs
     */
    public Metronome(LoadLoop loop, long startNs, long intervalNs) {
        this.loop = loop;
        this.startNs = startNs;
        this.intervalNs = Math.max(intervalNs, MIN_INTERVAL_NS);
        this.thread = Thread.ofPlatform().daemon().name("metronome").unstarted(this::run);
    }

    /** Begins to tick. */
    public void start() {
        thread.start();
    }

    private void run() {
        long tickNs = startNs;
        long oversleepNs = 0;
        while (!stopped) {
            long nowNs = System.nanoTime();
            long remainingNs = tickNs - nowNs;
            if (remainingNs <= 0) {
                loop.wakeIfAsleep();
                tickNs += (1 - remainingNs / intervalNs) * intervalNs; // ticks that were missed are not made up for
            } else if (remainingNs <= MAX_SPIN_NS) {
                Thread.onSpinWait();
            } else {
                long sleepNs = Math.max(1, remainingNs - oversleepNs);
                LockSupport.parkNanos(sleepNs);
                long overNs = Math.min(System.nanoTime() - nowNs - sleepNs, MAX_OVERSLEEP_NS);
                oversleepNs += (overNs - oversleepNs) / 8; // a moving average
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}

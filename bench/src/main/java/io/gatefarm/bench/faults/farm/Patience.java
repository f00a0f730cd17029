package io.gatefarm.bench.faults.farm;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
public final class Patience {
    private static final long POLL_NS = 20_000_000;

    private Patience() {}

    /** Whether the condition came true within the limit; it is asked 50 times a second. */
    public static boolean within(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    /** Lets time pass, as long as a fault lasts. */
    public static void hold(Duration time) {
        var unused = within(time, () -> false);
    }
}

package io.gatefarm.worker.partition;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Holds handlers back while this process cannot be sure of its leases: after a long pause of the process or of Redis somebody
 * else may own the partitions. Thread-safe.
 */
final class LeaseGuard {
    /** How long before its lease ends a worker stops starting handlers: others need not wait for the last of it. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition renewed = lock.newCondition();
    private final long validNs;
    private final LongSupplier nanoTime;
    private volatile long lastRenewalNs;

    /** @param nanoTime as {@link System#nanoTime} */
    LeaseGuard(Duration lease, LongSupplier nanoTime) {
        this.validNs = lease.minus(MARGIN).toNanos();
        this.nanoTime = nanoTime;
        this.lastRenewalNs = nanoTime.getAsLong();
    }

    /** @param sentNs when the renewal was sent, not when it was answered */
    void renewed(long sentNs) {
        lock.lock();
        try {
            lastRenewalNs = sentNs;
            renewed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isValid() {
        return nanoTime.getAsLong() - lastRenewalNs < validNs;
    }

    /** Waits until the leases are sure again. */
    void awaitValid() throws InterruptedException {
        if (isValid()) {
            return;
        }
        lock.lock();
        try {
            while (!isValid()) {
                renewed.await(100, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }
}

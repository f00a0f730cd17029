package io.gatefarm.bench.farm;

import io.gatefarm.bench.load.LoadFailedException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** Calls of one caller that wait for their answers; it waits when they are too many. */
public final class CallsUnderWay {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int limit;
    private final Semaphore free;
    private final LongAdder right = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    public CallsUnderWay(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** Waits until one more may be made. */
    public void await() {
        acquire(1);
    }

    private void acquire(int permits) {
        try {
            if (!free.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new LoadFailedException("calls were not answered within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailedException("interrupted while calls were under way");
        }
    }

    /** Counts a call's answer when it comes. */
    public <T> void made(CompletionStage<T> call, Predicate<T> expected) {
        call.whenComplete((answer, failure) -> {
            if (failure == null && expected.test(answer)) {
                right.increment();
            } else {
                wrong.increment();
            }
            free.release();
        });
    }

    /** Waits until all are answered. */
    public void settle() {
        acquire(limit);
        free.release(limit);
    }

    /** Calls with the expected answer. */
    public long right() {
        return right.sum();
    }

    /** Calls that failed or had another answer. */
    public long wrong() {
        return wrong.sum();
    }
}

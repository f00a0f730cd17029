package io.gatefarm.worker.partition;

import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.lease.WorkerCounts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * What a worker tells Redis of itself with each renewal, and what it is told there. Handlers' threads count, the lease keeper's
 * thread reports; thread-safe.
 */
public final class SelfReport {
    private final String workerId;
    private final Map<String, String> about;
    private final Consumer<Wanted> told;
    private final LongAdder handled = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private Wanted last = Wanted.NOTHING;

    /**
     * @param workerId unique per process
     * @param about what is told of the worker to people, by field
     * @param told called once when the operator wants something, on the lease keeper's thread, where it must not block
     */
    public SelfReport(String workerId, Map<String, String> about, Consumer<Wanted> told) {
        this.workerId = workerId;
        this.about = Map.copyOf(about);
        this.told = told;
    }

    String workerId() {
        return workerId;
    }

    Map<String, String> about() {
        return about;
    }

    /** Another event is done. */
    void handled(Optional<String> failure) {
        handled.increment();
        if (failure.isPresent()) {
            failed.increment();
        }
    }

    WorkerCounts counts() {
        return new WorkerCounts(handled.sum(), failed.sum());
    }

    /** On the lease keeper's thread. */
    void told(Wanted wanted) {
        if (wanted != last && wanted != Wanted.NOTHING) {
            told.accept(wanted);
        }
        last = wanted;
    }
}

package io.gatefarm.cli.view;

import io.gatefarm.redis.overview.WorkerReading;

/** How a worker is, in a word: {@code up}, {@code leaving} or, with a lease that has run out, {@code dead}. */
final class WorkerState {
    private WorkerState() {}

    static String of(WorkerReading worker, long nowMs) {
        if (worker.leaseEndMs() == 0) {
            return worker.name().isEmpty() ? "dead" : "leaving";
        }
        return worker.leaseEndMs() < nowMs ? "dead" : "up";
    }
}

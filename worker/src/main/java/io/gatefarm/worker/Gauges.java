package io.gatefarm.worker;

import io.gatefarm.redis.lease.GatewaySweep;
import io.gatefarm.redis.overview.LetterCount;
import io.gatefarm.redis.overview.StreamLags;
import io.gatefarm.worker.metrics.WorkerMetrics;
import io.gatefarm.worker.partition.PartitionWork;

/** What is looked up at each scrape: the numbers that the worker's parts hold. */
record Gauges(Worker worker, PartitionWork work, StreamLags lags, LetterCount letters, GatewaySweep sweep) {
    void show(WorkerMetrics metrics) {
        metrics.farm(lags, letters, work::load);
        metrics.gatewaysLost(sweep, GatewaySweep::declaredDead);
        metrics.gauge(
                "partitions",
                "partitions that the worker has",
                () -> work.partitions().size());
        metrics.gauge("open.events", "events read and not finished", work::openEvents);
        metrics.gauge(
                "ready", "1 when events are handled", () -> worker.notReady().isEmpty() ? 1 : 0);
        metrics.gauge("redis.up", "1 when Redis answered the last renewals", this::redisUp);
    }

    /** Of a worker that has stopped nothing is known: Redis is not away because of it. */
    private double redisUp() {
        if (worker.isClosing()) {
            return Double.NaN;
        }
        return work.isSure() ? 1 : 0;
    }
}

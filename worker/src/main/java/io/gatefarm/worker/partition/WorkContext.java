package io.gatefarm.worker.partition;

import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.worker.metrics.WorkerMetrics;
import java.util.function.LongSupplier;

/**
 * What the parts of one worker's {@link PartitionWork} share.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record WorkContext(
        String workerId,
        InboundStream stream,
        PartitionLeases leases,
        WorkLimits limits,
        LongSupplier nanoTime,
        WorkerMetrics metrics) {}

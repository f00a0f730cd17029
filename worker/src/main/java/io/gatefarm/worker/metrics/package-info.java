/**
 * What a worker counts. No label ever names a client, uid or group.
 *
 * <p>Entry type: {@link io.gatefarm.worker.metrics.WorkerMetrics}. Thread-safe.
 */
@NullMarked
package io.gatefarm.worker.metrics;

import org.jspecify.annotations.NullMarked;

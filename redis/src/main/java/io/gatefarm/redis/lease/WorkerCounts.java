package io.gatefarm.redis.lease;

/**
 * What a worker has counted since it started.
 *
 * @param handled events whose handler has ended, well or not
 * @param failed those of them whose handler failed for good
 */
public record WorkerCounts(long handled, long failed) {
    /** A worker that has just started. */
    public static final WorkerCounts NONE = new WorkerCounts(0, 0);
}

package io.gatefarm.redis.overview;

import io.gatefarm.redis.lease.WorkerCounts;

/**
 * One worker.
 *
 * @param id its id, unique per process
 * @param name its name, which others may have, too; "" when Redis does not know it any more
 * @param host where it runs
 * @param pid its process there
 * @param started when it started, ISO 8601
 * @param leaseEndMs when its lease ends, on Redis's clock; moves with every renewal; 0 of one that is on its way out
 * @param counts what it had counted at its last renewal
 */
public record WorkerReading(
        String id, String name, String host, String pid, String started, long leaseEndMs, WorkerCounts counts) {}

package io.gatefarm.redis.overview;

import java.util.List;

/**
 * A farm as Redis has it at one moment. What processes count comes with their beats, so it is up to 2 s old; two readings with a
 * later lease end in the second give rates.
 *
 * @param app its name
 * @param timeMs when it was read, milliseconds since 1970 on Redis's clock
 * @param clients clients connected
 * @param groups groups with a member
 * @param uids uids with a client
 * @param deadLetters events kept whose handler failed for good
 * @param gateways by id; those that are being swept included
 * @param workers by id; those on their way out included while they own a partition
 * @param partitions in order
 */
public record FarmReading(
        String app,
        long timeMs,
        long clients,
        long groups,
        long uids,
        long deadLetters,
        List<GatewayReading> gateways,
        List<WorkerReading> workers,
        List<PartitionReading> partitions) {
    public FarmReading {
        gateways = List.copyOf(gateways);
        workers = List.copyOf(workers);
        partitions = List.copyOf(partitions);
    }
}

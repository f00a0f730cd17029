package io.gatefarm.redis.lease;

import java.util.Set;

/**
 * What Redis answered to a worker's renewal.
 *
 * @param isKnown false when Redis has forgotten who the worker is: it is to {@link PartitionLeases#describe} itself again
 * @param wanted what the operator wants of it
 * @param lost the partitions that are not its own any more
 */
public record Renewal(boolean isKnown, Wanted wanted, Set<Integer> lost) {}

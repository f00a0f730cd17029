package io.gatefarm.redis.stream;

/**
 * How far the workers are with a partition.
 *
 * @param owner the worker that has it, or had it last; "" when none ever had, or it was given back
 * @param position the read position, an entry id; "" before the first commit
 * @param unfinished ids before the position that are not finished, in order, comma separated
 */
public record PartitionProgress(String owner, String position, String unfinished) {}

package io.gatefarm.redis.stream;

/**
 * How far the workers are with a partition, and what Redis has of a gateway in it.
 *
 * @param owner the worker that has it, or had it last; "" when none ever had, or it was given back
 * @param position the read position, an entry id; "" before the first commit
 * @param unfinished ids before the position that are not finished, in order, comma separated
 * @param appended last sequence of the gateway that Redis has, 0 when it has none: what the gateway holds after it was lost, and is
 *     not finished whatever the position says
 */
public record PartitionProgress(String owner, String position, String unfinished, long appended) {}

package io.gatefarm.redis.overview;

/**
 * One partition.
 *
 * @param partition its number, from 0
 * @param owner the worker whose lease on it runs, "" when there is none
 * @param lag events appended and not read yet
 * @param unfinished events read and not finished at the last commit
 */
public record PartitionReading(int partition, String owner, long lag, int unfinished) {}

package io.gatefarm.redis.overview;

/**
 * How far behind one partition is.
 *
 * @param partition its number, from 0
 * @param owned true while a worker's lease on it runs
 * @param lag events appended and not read by the last commit
 */
public record StreamReading(int partition, boolean owned, long lag) {}

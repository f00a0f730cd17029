package io.gatefarm.redis.overview;

import io.gatefarm.redis.lease.GatewayCounts;

/**
 * One gateway.
 *
 * @param id its id
 * @param host where it runs
 * @param state {@code up}, {@code drain} or {@code dead}
 * @param leaseEndMs when its lease ends, on Redis's clock; moves with every beat; 0 once it is dead
 * @param counts what it had counted at its last beat
 */
public record GatewayReading(String id, String host, String state, long leaseEndMs, GatewayCounts counts) {}

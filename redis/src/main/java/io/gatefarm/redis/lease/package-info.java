/**
 * Who is alive and who owns what: gateways, workers and partitions. A lease is held as long as its value changes; whoever
 * watches one unchanged for a whole lease on its own monotonic clock may take it, so that no two clocks are ever compared.
 *
 * <p>Entry types: {@link io.gatefarm.redis.lease.GatewayLeases} and {@link io.gatefarm.redis.lease.PartitionLeases}.
 * Thread-safe.
 */
@NullMarked
package io.gatefarm.redis.lease;

import org.jspecify.annotations.NullMarked;

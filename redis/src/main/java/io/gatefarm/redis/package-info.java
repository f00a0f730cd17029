/**
 * Everything Gatefarm does in Redis. No business rule and no socket of a client lives here; no other module speaks to the
 * driver.
 *
 * <p>Entry type: {@link io.gatefarm.redis.FarmRedis}; it opens the connections and hands out the roles: {@code stream} (events
 * in), {@code channel} (frames out), {@code directory} (who is where), {@code lease} (who is alive and owns what), {@code
 * overview} (all of it, for an operator). {@code key}
 * names the keys, {@code event} and {@code frame} are what travels, {@code script} and {@code connection} the machinery.
 */
@NullMarked
package io.gatefarm.redis;

import org.jspecify.annotations.NullMarked;

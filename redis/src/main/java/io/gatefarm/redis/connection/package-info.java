/**
 * Connections to Redis: how they are opened, re-opened and closed, and what a failed command means to the caller.
 *
 * <p>Entry type: {@link io.gatefarm.redis.connection.RedisConnector}. Callbacks of stages returned here and above run on
 * Redis I/O threads: they must not block.
 */
@NullMarked
package io.gatefarm.redis.connection;

import org.jspecify.annotations.NullMarked;

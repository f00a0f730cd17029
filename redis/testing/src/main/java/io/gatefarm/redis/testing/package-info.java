/**
 * Fixtures for the tests of the modules above redis: a gateway without sockets and plain Redis commands. Not published.
 *
 * <p>Entry types: {@link io.gatefarm.redis.testing.TestGateway}, {@link io.gatefarm.redis.testing.Resp}. Both are thread-safe.
 */
@NullMarked
package io.gatefarm.redis.testing;

import org.jspecify.annotations.NullMarked;

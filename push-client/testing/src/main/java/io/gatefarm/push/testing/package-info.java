/**
 * The push API without Redis, for the unit tests of applications.
 *
 * <p>Entry type: {@link io.gatefarm.push.testing.FakeGateway}, which is thread-safe. It does what a real {@link
 * io.gatefarm.push.Gateway} does, held to it by the same tests; what only Redis and sockets can do, such as failing, is not here.
 */
@NullMarked
package io.gatefarm.push.testing;

import org.jspecify.annotations.NullMarked;

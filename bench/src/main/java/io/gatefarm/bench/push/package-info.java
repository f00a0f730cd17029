/**
 * How many sends a second one {@code Gateway} makes. The gateways that get them have no sockets.
 *
 * <p>Entry type: {@link io.gatefarm.bench.push.PushLoad}.
 */
@NullMarked
package io.gatefarm.bench.push;

import org.jspecify.annotations.NullMarked;

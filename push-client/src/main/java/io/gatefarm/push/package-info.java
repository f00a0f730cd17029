/**
 * The one push API: how any JVM process, a worker included, sends to clients and asks where they are, over Redis alone.
 *
 * <p>Entry types: {@link io.gatefarm.push.Gateway}, the API, and {@link io.gatefarm.push.GatewayClient}, which opens it. Both
 * are thread-safe. No sockets of clients and no business events live here.
 */
@NullMarked
package io.gatefarm.push;

import org.jspecify.annotations.NullMarked;

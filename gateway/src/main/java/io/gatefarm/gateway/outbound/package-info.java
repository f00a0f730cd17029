/**
 * The way of frames from the gateway's channels to connections: who is in a group or has a uid on this gateway, and who gets
 * what. Sockets do not belong here.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.outbound.Dispatcher}. Everything runs on the subscription's one I/O thread; only
 * forgetting a client that has gone, and questions about one, may come from any thread.
 */
@NullMarked
package io.gatefarm.gateway.outbound;

import org.jspecify.annotations.NullMarked;

/**
 * Clients: from the HTTP request that opens a connection to the one close event that ends it. Where events go is in {@code
 * inbound}, what is sent to whom in {@code outbound}.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.client.Endpoint}. A {@link io.gatefarm.gateway.client.Connection} gets its frames
 * one at a time on a Jetty thread; any thread may send to it or close it.
 */
@NullMarked
package io.gatefarm.gateway.client;

import org.jspecify.annotations.NullMarked;

/**
 * The way of events from connections to the streams: one log per partition, one append in flight, whatever collects meanwhile
 * is the next batch.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.inbound.Forwarder}. Thread-safe.
 */
@NullMarked
package io.gatefarm.gateway.inbound;

import org.jspecify.annotations.NullMarked;

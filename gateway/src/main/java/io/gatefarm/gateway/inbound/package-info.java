/**
 * The way of events from connections to the streams: one log per partition, one append in flight, whatever collects meanwhile
 * is the next batch. A log keeps its events until workers have finished them, so that what Redis loses is appended again.
 *
 * <p>Entry type: {@link io.gatefarm.gateway.inbound.Forwarder}. Thread-safe.
 */
@NullMarked
package io.gatefarm.gateway.inbound;

import org.jspecify.annotations.NullMarked;

/**
 * What happens to clients, as values, and how it is written into a stream entry. No I/O here.
 *
 * <p>Entry type: {@link io.gatefarm.redis.event.ClientEvent}. All types are immutable; any thread may use them.
 */
@NullMarked
package io.gatefarm.redis.event;

import org.jspecify.annotations.NullMarked;

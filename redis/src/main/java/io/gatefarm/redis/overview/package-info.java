/**
 * What an operator wants to see of a whole farm: who is alive, who does what, how far behind, and what each client is. Only reads;
 * nothing that serves clients needs it.
 *
 * <p>Entry type: {@link io.gatefarm.redis.overview.FarmOverview}, thread-safe. The records are immutable.
 */
@NullMarked
package io.gatefarm.redis.overview;

import org.jspecify.annotations.NullMarked;

/**
 * The way between simulated processes and the Redis in memory, put below the real driver's commands: what production code sends is
 * encoded, carried, answered and decoded as on a socket, but each step happens when the world says so, or not at all.
 *
 * <p>Entry type: {@link io.gatefarm.bench.simulation.wire.SimulatedNetwork}. One thread.
 */
@NullMarked
package io.gatefarm.bench.simulation.wire;

import org.jspecify.annotations.NullMarked;

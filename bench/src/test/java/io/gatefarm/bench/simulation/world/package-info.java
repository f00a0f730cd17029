/**
 * Time, chance and order of a simulated farm: what happens next is drawn from one seeded generator, and time passes only when
 * somebody waits for it. Production code that blocks runs on virtual threads whose scheduler is the process they belong to.
 *
 * <p>Entry type: {@link io.gatefarm.bench.simulation.world.World}. One thread.
 */
@NullMarked
package io.gatefarm.bench.simulation.world;

import org.jspecify.annotations.NullMarked;

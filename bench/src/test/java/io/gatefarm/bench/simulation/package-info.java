/**
 * Runs of a simulated farm, thousands of them, and what each protective rule is good for. See docs/simulation.md.
 *
 * <p>Entry type: {@link io.gatefarm.bench.simulation.SimulationTest}.
 */
@NullMarked
package io.gatefarm.bench.simulation;

import org.jspecify.annotations.NullMarked;

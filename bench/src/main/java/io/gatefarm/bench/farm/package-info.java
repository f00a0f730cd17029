/**
 * A farm to measure: Redis, a gateway and a worker as processes of their own, and the business code they run. Loads do not belong
 * here.
 *
 * <p>Entry types: {@link io.gatefarm.bench.farm.BenchFarm}, and {@link io.gatefarm.bench.farm.SyntheticFarm} with gateways in this
 * process.
 */
@NullMarked
package io.gatefarm.bench.farm;

import org.jspecify.annotations.NullMarked;

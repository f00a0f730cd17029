/**
 * A farm made to be broken: Redis, gateways and workers as processes of their own, with a proxy before each of them, and what is
 * done to them. What the breaking shows does not belong here.
 *
 * <p>Entry type: {@link io.gatefarm.bench.faults.farm.FaultFarm}. Owned by one thread; proxies have threads of their own.
 */
@NullMarked
package io.gatefarm.bench.faults.farm;

import org.jspecify.annotations.NullMarked;

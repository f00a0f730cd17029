/**
 * A whole farm in one thread: gateways, workers and an app, made of the production code, and what can be said of a run. Of
 * production run here unchanged: from a client's frame {@code ClientSocket}, {@code Connection}, {@code Forwarder}, {@code
 * Registration} with all its recovery, {@code Dispatcher}; of a worker every part of {@code PartitionWork}, {@code Callbacks},
 * {@code GatewayClient}, {@code GatewaySweep}; everything in {@code redis} down to the bytes on the wire, and the Lua scripts.
 *
 * <p>Thin models stand for: sockets (an end point that takes all writes), the driver's connections and subscriptions (links that
 * lose what the world says), Redis itself, the threads of {@code PartitionWork} and the steps of an orderly stop.
 *
 * <p>Entry type: {@link io.gatefarm.bench.simulation.farm.FarmRun}. One thread.
 */
@NullMarked
package io.gatefarm.bench.simulation.farm;

import org.jspecify.annotations.NullMarked;

package io.gatefarm.cli.view;

import io.gatefarm.redis.overview.FarmReading;
import io.gatefarm.redis.overview.GatewayReading;
import io.gatefarm.redis.overview.WorkerReading;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Rates from what processes had counted at two of their beats. The time between the beats is that between the ends of their leases,
 * which Redis's clock sets: no two clocks are compared. NaN of a process that has not beaten in between.
 */
final class Rates {
    private final Map<String, GatewayReading> gateways;
    private final Map<String, WorkerReading> workers;

    Rates(FarmReading before) {
        this.gateways = before.gateways().stream().collect(Collectors.toMap(GatewayReading::id, Function.identity()));
        this.workers = before.workers().stream().collect(Collectors.toMap(WorkerReading::id, Function.identity()));
    }

    double of(GatewayReading now, ToLongFunction<GatewayReading> counter) {
        GatewayReading before = gateways.getOrDefault(now.id(), now);
        return rate(counter.applyAsLong(now) - counter.applyAsLong(before), now.leaseEndMs() - before.leaseEndMs());
    }

    double of(WorkerReading now, ToLongFunction<WorkerReading> counter) {
        WorkerReading before = workers.getOrDefault(now.id(), now);
        return rate(counter.applyAsLong(now) - counter.applyAsLong(before), now.leaseEndMs() - before.leaseEndMs());
    }

    private static double rate(long counted, long ms) {
        return ms <= 0 ? Double.NaN : Math.max(0, counted) * 1000.0 / ms;
    }
}

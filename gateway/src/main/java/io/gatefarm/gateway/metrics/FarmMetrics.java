package io.gatefarm.gateway.metrics;

import io.gatefarm.redis.overview.StreamLags;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters that workers have, too: {@code gatefarm_…} in Prometheus, here with {@code role="gateway"}. */
public final class FarmMetrics {
    private static final String ROLE = "role";
    private static final String GATEWAY = "gateway";

    private final MeterRegistry registry;

    public FarmMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how far behind the streams are. */
    public void streams(StreamLags lags) {
        for (int p = 0; p < lags.partitions(); p++) {
            int partition = p;
            Gauge.builder("gatefarm.partition.lag.events", lags, of -> of.lag(partition))
                    .description("events that no worker has read")
                    .tags("partition", Integer.toString(p), ROLE, GATEWAY)
                    .register(registry);
        }
        Gauge.builder("gatefarm.partitions.without.owner", lags, StreamLags::withoutOwner)
                .description("partitions that no living worker has")
                .tag(ROLE, GATEWAY)
                .register(registry);
    }

    /** Shows how loaded the gateway is, 0 to 1. */
    public void load(Supplier<Number> load) {
        Gauge.builder("gatefarm.load.ratio", load)
                .description("how loaded the process is, 0 to 1")
                .tag(ROLE, GATEWAY)
                .register(registry);
    }

    /** Shows how many gateways were found dead. */
    public <T> void gatewaysLost(T sweep, ToDoubleFunction<T> declaredDead) {
        FunctionCounter.builder("gatefarm.gateways.lost", sweep, declaredDead)
                .description("gateways that this process has declared dead")
                .tag(ROLE, GATEWAY)
                .register(registry);
    }
}

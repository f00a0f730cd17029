package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.metrics.GatewayMetrics;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the probes, and replaces a subscription that has gone deaf. Run at a fixed rate by a thread that must not block. */
final class SubscriptionWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(SubscriptionWatch.class);

    private final Supplier<Optional<Incarnation>> current;
    private final Executor life;
    private final GatewayMetrics metrics;

    /** @param life runs what blocks */
    SubscriptionWatch(Supplier<Optional<Incarnation>> current, Executor life, GatewayMetrics metrics) {
        this.current = current;
        this.life = life;
        this.metrics = metrics;
    }

    @Override
    public void run() {
        try {
            current.get().ifPresent(this::probe);
        } catch (RuntimeException e) {
            log.error("probe failed", e);
        }
    }

    private void probe(Incarnation incarnation) {
        if (incarnation.probe().isDeaf()) {
            life.execute(() -> listenAgain(incarnation));
        }
        incarnation.probe().send();
    }

    private void listenAgain(Incarnation incarnation) {
        boolean isCurrent = current.get().filter(now -> now == incarnation).isPresent();
        if (!isCurrent || !incarnation.probe().isDeaf()) {
            return;
        }
        log.warn("nothing that Redis publishes arrives: subscribes anew gateway={}", incarnation.gatewayId());
        metrics.resubscribed();
        try {
            incarnation.subscribe();
            incarnation.recovery().want();
        } catch (RuntimeException e) {
            log.warn("subscribing failed, tried again soon: {}", e.toString());
        }
    }
}

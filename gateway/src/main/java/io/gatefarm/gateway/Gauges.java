package io.gatefarm.gateway;

import io.gatefarm.gateway.admission.Admission;
import io.gatefarm.gateway.client.ClientQueues;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.lease.Registration;
import io.gatefarm.gateway.lease.SweepLoop;
import io.gatefarm.gateway.lease.Threads;
import io.gatefarm.gateway.metrics.FarmMetrics;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.overview.StreamLags;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What is looked up at each scrape: the numbers that the gateway's parts hold. */
record Gauges(GatewayConfig config, FarmRedis redis, Registration registration, Admission admission, Threads threads) {
    private static final long LAG_INTERVAL_MS = 2_000;

    void show(GatewayMetrics metrics, FarmMetrics farm, SweepLoop sweep, IntSupplier clients) {
        metrics.gauge("connections", "open connections", clients::getAsInt);
        metrics.gauge(
                "connections.admitted", "connections that count for the limits, also just opening", admission::taken);
        metrics.gauge(
                "connections.limit",
                "connections that may be open, 0 without a limit",
                () -> config.admission().maxConnections());
        metrics.gauge(
                "ready",
                "1 when clients may come",
                () -> registration.notReady().isEmpty() ? 1 : 0);
        metrics.gauge(
                "draining", "1 while the gateway closes its clients to stop", () -> registration.isDraining() ? 1 : 0);
        metrics.gaugeSeconds(
                "draining.seconds", "how long it has been stopping, 0 when it is not", registration::draining);
        metrics.gaugeSeconds(
                "drain.limit.seconds", "how long an orderly stop takes at most", () -> Drain.limit(config));
        metrics.gauge("redis.up", "1 when Redis answered the last beats", () -> registration.isBeating() ? 1 : 0);
        metrics.gauge("groups", "groups with a member here", registration::groups);
        metrics.gauge("uids", "uids with a client here", registration::uids);
        var queues = new ClientQueues(registration::connections, config.client().queueBytes(), threads.nanoTime());
        metrics.gaugeBytes("client.queues", "what is queued for clients", queues::bytes);
        metrics.gauge("clients.crowded", "clients whose queue is more than half full", queues::crowded);
        metrics.gaugeBytes("inbound.queue", "events that workers have not finished", this::inboundBytes);
        metrics.gaugeBytes("inbound.limit", "what the gateway may hold of them", config.inbound()::bufferBytes);
        metrics.gauge(
                "lag.limit.events",
                "lag of a partition at which the gateway appends nothing more to it",
                config.inbound()::lagLimit);
        farm.load(new Load(admission, config.admission(), this::inboundShare, queues, new ProcessLimits())::ratio);
        farm.gatewaysLost(sweep, SweepLoop::declaredDead);
        redis.whenReconnected(metrics::reconnected);
        var lags = new StreamLags(redis.overview(), registration.partitions(), threads.nanoTime());
        farm.streams(lags);
        var unused = threads.timer().scheduleWithFixedDelay(lags::refresh, 0, LAG_INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    private long inboundBytes() {
        return registration
                .current()
                .map(incarnation -> incarnation.forwarder().heldBytes())
                .orElse(0L);
    }

    private double inboundShare() {
        return registration
                .current()
                .map(incarnation -> incarnation.forwarder().fullestShare())
                .orElse(0.0);
    }
}

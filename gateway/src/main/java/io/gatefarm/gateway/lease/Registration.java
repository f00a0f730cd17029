package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.inbound.Forwarder;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.outbound.Dispatcher;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayBeat;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.GatewayRegistration;
import io.gatefarm.redis.lease.Wanted;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gateway registered: a beat at a fixed rate, and a new {@link Incarnation} when Redis holds the old one for dead or
 * has lost it. In this first form every such loss ends the old id's clients with 4001; nothing is restored.
 *
 * <p>Every change happens on the life thread; {@link #drain} and {@link #end} wait for it, the getters may be called by any.
 */
public final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);
    private static final int SWEEP_CLIENTS = 200;
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final FarmRedis redis;
    private final GatewayConfig config;
    private final int partitions;
    private final GatewayMetrics metrics;
    private final RandomGenerator random;
    private final ScheduledExecutorService thread;
    private final ScheduledExecutorService timer;
    private final GatewayLeases leases;
    private final String instance;

    private volatile @Nullable Incarnation current;
    /** Incarnations whose clients may still be on their way out, newest last; one of them may be the current one. */
    private final List<Incarnation> incarnations = new CopyOnWriteArrayList<>();

    private volatile long lastBeatNs;
    private volatile boolean draining;
    private volatile Runnable toldToStop = () -> {};

    /**
     * @param threads of which it owns the life thread
     * @param random for ids; not to be guessed
     */
    public Registration(
            FarmRedis redis,
            GatewayConfig config,
            int partitions,
            GatewayMetrics metrics,
            RandomGenerator random,
            Threads threads) {
        this.redis = redis;
        this.config = config;
        this.partitions = partitions;
        this.metrics = metrics;
        this.random = random;
        this.thread = threads.life();
        this.timer = threads.timer();
        this.leases = redis.gatewayLeases();
        this.instance = ClientIds.randomName(random);
    }

    /**
     * Registers and keeps beating. Blocks until it is done.
     *
     * @throws RedisUnavailableException when Redis does not answer
     */
    public void start() {
        begin();
        long beatMs = config.lease().beat().toMillis();
        var unused = thread.scheduleAtFixedRate(this::beat, beatMs, beatMs, TimeUnit.MILLISECONDS);
    }

    /** @param action runs on the life thread, where it must not block, at every beat once the operator wants the gateway to stop */
    public void whenToldToStop(Runnable action) {
        toldToStop = action;
    }

    /** The gateway as it is registered now; empty while a new id is being registered. */
    public Optional<Incarnation> current() {
        return Optional.ofNullable(current);
    }

    /** Every connection there is, those of lost ids, too. */
    public List<Connections> connections() {
        return incarnations.stream().map(Incarnation::connections).toList();
    }

    /** What new connections belong to; empty while none should come. */
    public Optional<ConnectionContext> context() {
        return draining ? Optional.empty() : current().map(Incarnation::context);
    }

    /** True when the last good beat is younger than the lease. */
    public boolean isBeating() {
        return System.nanoTime() - lastBeatNs <= config.lease().lease().toNanos();
    }

    /** Groups with a member here. */
    public int groups() {
        return current().map(incarnation -> incarnation.dispatcher().groups()).orElse(0);
    }

    /** Uids with a client here. */
    public int uids() {
        return current().map(incarnation -> incarnation.dispatcher().uids()).orElse(0);
    }

    public int partitions() {
        return partitions;
    }

    /** Why clients should not come now, or empty when they may. */
    public Optional<String> notReady() {
        if (draining) {
            return Optional.of("draining");
        }
        Incarnation incarnation = current;
        if (incarnation == null) {
            return Optional.of("not registered");
        }
        if (!isBeating()) {
            return Optional.of("Redis has not answered a beat for a whole lease");
        }
        return incarnation.isSubscribed() ? Optional.empty() : Optional.of("not subscribed");
    }

    private void begin() {
        var unused = redis.partitions(partitions); // sets it again when Redis has lost it
        String id = ClientIds.randomName(random);
        var dispatcher = new Dispatcher(metrics);
        var sink = new Forwarder.Sink(metrics, status -> refused(id, status.name()));
        var forwarder = new Forwarder(redis.inbound(), id, partitions, config.inbound(), timer, sink);
        var context = new ConnectionContext(
                id, forwarder, dispatcher.connections(), config.client(), metrics, Clock.systemUTC());
        // subscribed first, so that nothing sent to a registered gateway is missed
        var subscription = redis.outbound().subscribe(id, dispatcher);
        try {
            var registration = await(leases.register(id, config.lease().lease(), instance, host(), partitions));
            if (registration.status() != GatewayRegistration.Status.OK) {
                throw new IllegalStateException("gateway id " + id + " is " + registration.status());
            }
            dispatcher.registered(registration);
        } catch (RuntimeException e) {
            subscription.close();
            throw e;
        }
        lastBeatNs = System.nanoTime();
        var incarnation = new Incarnation(context, dispatcher, subscription);
        incarnations.add(incarnation);
        current = incarnation;
        log.info("registered gateway={} app={} partitions={}", id, config.farm().app(), partitions);
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, config.farm().redis().commandTimeout());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private void beat() {
        Incarnation incarnation = current;
        if (incarnation == null) {
            return;
        }
        try {
            var beat = await(leases.beat(
                    incarnation.gatewayId(),
                    config.lease().lease(),
                    metrics.counts(incarnation.connections().size())));
            if (beat.status() == GatewayBeat.Status.OK) {
                lastBeatNs = System.nanoTime();
                incarnation.dispatcher().beat(beat);
                incarnations.removeIf(
                        other -> other != incarnation && other.connections().size() == 0);
                if (beat.wanted() != Wanted.NOTHING) {
                    toldToStop.run();
                }
            } else {
                lose(incarnation, beat.status().name());
            }
        } catch (RedisUnavailableException | RedisRefusedException e) {
            log.debug("beat failed", e);
        } catch (RuntimeException e) {
            log.error("beat failed", e);
        }
    }

    private void refused(String gatewayId, String status) {
        onThread(() -> {
            Incarnation incarnation = current;
            if (incarnation != null && incarnation.gatewayId().equals(gatewayId)) {
                lose(incarnation, status);
            }
        });
    }

    private void lose(Incarnation incarnation, String status) {
        log.warn("Redis answers {}: gateway {} starts over under a new id", status, incarnation.gatewayId());
        current = null;
        incarnation.fence();
        beginAgain();
        retire(incarnation.gatewayId());
    }

    private void beginAgain() {
        if (draining) {
            return;
        }
        try {
            begin();
        } catch (RuntimeException e) {
            log.warn("no new gateway id yet: {}", e.toString());
            var unused = thread.schedule(this::beginAgain, AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void onThread(Runnable action) {
        try {
            thread.execute(action);
        } catch (RejectedExecutionException e) {
            log.debug("the gateway has stopped", e);
        }
    }

    /** Not ready from now on, and Redis knows. Does not fail when Redis does not answer. */
    public void drain() {
        draining = true;
        onThreadAndWait(() -> current()
                .ifPresent(incarnation -> quietly("drain", () -> await(leases.drain(incarnation.gatewayId())))));
    }

    /** Ends the gateway's id after its clients have gone. Does not fail when Redis does not answer. */
    public void end() {
        onThreadAndWait(() -> {
            Incarnation incarnation = current;
            current = null;
            if (incarnation != null) {
                incarnation.end();
                retire(incarnation.gatewayId());
            }
        });
    }

    private void onThreadAndWait(Runnable action) {
        try {
            thread.submit(action).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            log.error("stopping", e.getCause());
        }
    }

    /** Marks the id dead and closes in Redis what is left of its clients. */
    private void retire(String gatewayId) {
        quietly("retire", () -> {
            if (await(leases.declareDead(gatewayId, ""))) {
                long left;
                do {
                    left = await(leases.sweep(gatewayId, SWEEP_CLIENTS));
                } while (left > 0);
            }
        });
    }

    private static void quietly(String what, Runnable action) {
        try {
            action.run();
        } catch (RedisUnavailableException | RedisRefusedException e) {
            log.warn("{} failed, the lease will run out instead: {}", what, e.getMessage());
        }
    }
}

package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.Connection;
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
import io.gatefarm.redis.stream.AppendReply;
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
 * Keeps the gateway registered: a beat at a fixed rate that finds out what Redis has lost, and probes in between. A gateway that
 * Redis has lost is registered again under its id and goes on with its clients; one that Redis holds for dead ends its clients
 * with 4001 and starts over as a new {@link Incarnation}.
 *
 * <p>Every change happens on the life thread; {@link #drain} and {@link #end} wait for it, the getters may be called by any.
 */
public final class Registration {
    private static final Logger log = LoggerFactory.getLogger(Registration.class);
    private static final int SWEEP_CLIENTS = 200;
    private static final Duration AGAIN = Duration.ofMillis(500);
    /** How long the traces of a dead gateway stay: who is unknown after less was not declared dead. */
    private static final Duration TOMBSTONE = Duration.ofHours(1);
    /** Without an answer for so long Redis counts as away, and no more clients are let in. */
    private static final Duration AWAY = Duration.ofSeconds(2);

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

    /** Of the data that Redis had when the gateway was registered. Owned by the life thread. */
    private String epoch = "";

    /** A beat was not answered since the last good one. Owned by the life thread. */
    private boolean missed;

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
        var unusedEither = timer.scheduleAtFixedRate(this::probe, beatMs / 2, beatMs / 2, TimeUnit.MILLISECONDS);
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
        return draining || isAway() ? Optional.empty() : current().map(Incarnation::context);
    }

    /** True when neither beat nor probe was answered lately. */
    private boolean isAway() {
        Incarnation incarnation = current;
        return System.nanoTime() - lastBeatNs > AWAY.toNanos()
                && incarnation != null
                && incarnation.probe().silence().compareTo(AWAY) > 0;
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
        return incarnation.isSubscribed() ? incarnation.probe().complaint() : Optional.of("not subscribed");
    }

    private void begin() {
        var unused = redis.partitions(partitions); // sets it again when Redis has lost it
        Incarnation incarnation = incarnation(ClientIds.randomName(random));
        // subscribed first, so that nothing sent to a registered gateway is missed
        incarnation.subscribe();
        try {
            register(incarnation);
        } catch (RuntimeException e) {
            incarnation.end();
            throw e;
        }
        incarnations.add(incarnation);
        current = incarnation;
        log.info(
                "registered gateway={} app={} partitions={}",
                incarnation.gatewayId(),
                config.farm().app(),
                partitions);
    }

    private Incarnation incarnation(String id) {
        var dispatcher = new Dispatcher(metrics, doubt);
        var sink = new Forwarder.Sink(metrics, status -> refused(id, status));
        var forwarder = new Forwarder(redis.inbound(), id, partitions, config.inbound(), timer, sink);
        var context = new ConnectionContext(
                id, forwarder, dispatcher.connections(), config.client(), metrics, Clock.systemUTC());
        var patience = config.farm().redis().commandTimeout();
        var recovery =
                new Recovery(redis.heldClients(id), context, dispatcher, metrics, patience, () -> onThread(this::beat));
        var probe = new ReadinessProbe(redis.outbound(), id, config.lease().beat(), System::nanoTime);
        return new Incarnation(context, dispatcher, recovery, redis.outbound(), probe);
    }

    /** @throws IllegalStateException when Redis does not take the id */
    private void register(Incarnation incarnation) {
        String id = incarnation.gatewayId();
        var registration = await(leases.register(id, config.lease().lease(), instance, host(), partitions));
        if (registration.status() != GatewayRegistration.Status.OK) {
            throw new IllegalStateException("gateway id " + id + " is " + registration.status());
        }
        incarnation.dispatcher().registered(registration);
        epoch = registration.epoch();
        lastBeatNs = System.nanoTime();
    }

    private final Dispatcher.Doubt doubt = new Dispatcher.Doubt() {
        @Override
        public void client(Connection client) {
            current().ifPresent(incarnation -> incarnation.recovery().restore(client));
        }

        @Override
        public void all() {
            current().ifPresent(incarnation -> incarnation.recovery().want());
        }
    };

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
            beat(incarnation);
        } catch (RedisUnavailableException | RedisRefusedException e) {
            missed = true;
            log.debug("beat failed", e);
        } catch (RuntimeException e) {
            log.error("beat failed", e);
        }
    }

    private void beat(Incarnation incarnation) {
        long[] acknowledged = incarnation.forwarder().acknowledged();
        var beat = await(leases.beat(
                incarnation.gatewayId(),
                config.lease().lease(),
                metrics.counts(incarnation.connections().size())));
        switch (beat.status()) {
            case OK -> {
                boolean lost = incarnation.forwarder().compare(beat.appended(), acknowledged);
                if (lost || missed || !epoch.equals(beat.epoch())) {
                    incarnation.recovery().want();
                }
                epoch = beat.epoch();
                missed = false;
                lastBeatNs = System.nanoTime();
                onBeat(incarnation, beat);
            }
            case UNKNOWN -> unknown(incarnation, beat.epoch());
            case DEAD -> lose(incarnation, beat.status().name());
        }
    }

    private void onBeat(Incarnation incarnation, GatewayBeat beat) {
        incarnation.dispatcher().beat(beat);
        incarnations.removeIf(
                other -> other != incarnation && other.connections().size() == 0);
        if (beat.wanted() != Wanted.NOTHING) {
            toldToStop.run();
        }
        incarnation.forwarder().look();
        incarnation.recovery().run();
    }

    /** Redis has lost the gateway, or it is dead for so long that nothing tells of it any more. */
    private void unknown(Incarnation incarnation, String epochNow) {
        boolean dataLost = !epochNow.equals(epoch);
        if (!dataLost && System.nanoTime() - lastBeatNs >= TOMBSTONE.toNanos()) {
            lose(incarnation, "UNKNOWN");
            return;
        }
        log.warn("Redis has lost gateway {}: registers it again", incarnation.gatewayId());
        var unused = redis.partitions(partitions);
        try {
            register(incarnation);
        } catch (IllegalStateException e) {
            lose(incarnation, String.valueOf(e.getMessage()));
            return;
        }
        if (draining) {
            await(leases.drain(incarnation.gatewayId()));
        }
        incarnation.recovery().want();
        beat(); // compares what was appended
    }

    /** On the timer's thread. */
    private void probe() {
        Incarnation incarnation = current;
        if (incarnation == null) {
            return;
        }
        try {
            if (incarnation.probe().isDeaf()) {
                onThread(() -> listenAgain(incarnation));
            }
            incarnation.probe().send();
        } catch (RuntimeException e) {
            log.error("probe failed", e);
        }
    }

    private void listenAgain(Incarnation incarnation) {
        if (incarnation != current || !incarnation.probe().isDeaf()) {
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

    private void refused(String gatewayId, AppendReply.Status status) {
        onThread(() -> {
            Incarnation incarnation = current;
            if (incarnation == null || !incarnation.gatewayId().equals(gatewayId)) {
                return;
            }
            switch (status) {
                case FENCED -> lose(incarnation, status.name());
                case GAP -> incarnation.recovery().want();
                case UNKNOWN -> beat();
                case OK, FULL -> {}
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

package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.metrics.LeaseChange;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayBeat;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.stream.AppendReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
    private static final Duration AGAIN = Duration.ofMillis(500);
    /** Without an answer for so long Redis counts as away, and no more clients are let in. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private final Assembly assembly;
    private final RandomGenerator random;
    private final ScheduledExecutorService thread;
    private final Lease lease;
    private final Assembly.Owner owner = new LifeThread();

    private volatile @Nullable Incarnation current;
    /** Incarnations whose clients may still be on their way out, newest last; one of them may be the current one. */
    private final List<Incarnation> incarnations = new CopyOnWriteArrayList<>();

    /** Since when, on the clock of {@link Assembly#nanoTime}. */
    private volatile OptionalLong drainingSinceNs = OptionalLong.empty();

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
        this.assembly = new Assembly(redis, config, partitions, metrics, threads.timer(), threads.nanoTime());
        this.random = random;
        this.thread = threads.life();
        this.lease = new Lease(redis, config, partitions, ClientIds.randomName(random), threads.nanoTime());
    }

    /**
     * Registers and keeps beating. Blocks until it is done.
     *
     * @throws RedisUnavailableException when Redis does not answer
     */
    public void start() {
        begin();
        long beatMs = assembly.config().lease().beat().toMillis();
        var watch = new SubscriptionWatch(this::current, action -> schedule(action, Duration.ZERO), assembly.metrics());
        var unused = thread.scheduleAtFixedRate(this::beat, beatMs, beatMs, TimeUnit.MILLISECONDS);
        var unusedEither = assembly.timer().scheduleAtFixedRate(watch, beatMs / 2, beatMs / 2, TimeUnit.MILLISECONDS);
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
        return isDraining() || isAway() ? Optional.empty() : current().map(Incarnation::context);
    }

    /** True when neither beat nor probe was answered lately. */
    private boolean isAway() {
        Incarnation incarnation = current;
        return lease.sinceBeat().compareTo(AWAY) > 0
                && incarnation != null
                && incarnation.probe().silence().compareTo(AWAY) > 0;
    }

    /** What tells this process from others in Redis, whatever its gateway id is by now. */
    public String instance() {
        return lease.instance();
    }

    /** True when the last good beat is younger than the lease. */
    public boolean isBeating() {
        return lease.sinceBeat().compareTo(assembly.config().lease().lease()) <= 0;
    }

    /** Groups with a member here. */
    public int groups() {
        return current().map(now -> now.dispatcher().groups()).orElse(0);
    }

    /** Uids with a client here. */
    public int uids() {
        return current().map(incarnation -> incarnation.dispatcher().uids()).orElse(0);
    }

    public boolean isDraining() {
        return drainingSinceNs.isPresent();
    }

    /** How long it has been draining, zero when it is not. */
    public Duration draining() {
        OptionalLong since = drainingSinceNs;
        return since.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(assembly.nanoTime().getAsLong() - since.getAsLong());
    }

    public int partitions() {
        return assembly.partitions();
    }

    /** Why clients should not come now, or empty when they may. */
    public Optional<String> notReady() {
        if (isDraining()) {
            return Optional.of("draining");
        }
        Incarnation incarnation = current;
        if (incarnation == null) {
            return Optional.of("not registered");
        }
        if (!isBeating()) {
            return Optional.of("Redis has not answered a beat for a whole lease");
        }
        if (incarnation.forwarder().isFull()) {
            return Optional.of("the inbound buffer is full");
        }
        return incarnation.isSubscribed() ? incarnation.probe().complaint() : Optional.of("not subscribed");
    }

    private void begin() {
        Incarnation incarnation = assembly.incarnation(ClientIds.randomName(random), owner);
        // subscribed first, so that nothing sent to a registered gateway is missed
        incarnation.subscribe();
        try {
            lease.register(incarnation);
        } catch (RuntimeException e) {
            incarnation.end();
            throw e;
        }
        incarnations.add(incarnation);
        current = incarnation;
        assembly.metrics().leaseChanged(LeaseChange.REGISTERED);
        log.info(
                "registered gateway={} app={} partitions={}",
                incarnation.gatewayId(),
                assembly.config().farm().app(),
                partitions());
    }

    private void beat() {
        Incarnation incarnation = current;
        if (incarnation == null) {
            return;
        }
        try {
            beat(incarnation);
        } catch (RedisUnavailableException | RedisRefusedException e) {
            log.debug("beat failed", e);
        } catch (RuntimeException e) {
            log.error("beat failed", e);
        }
    }

    private void beat(Incarnation incarnation) {
        GatewayBeat beat = renew(incarnation);
        switch (beat.status()) {
            case OK -> onBeat(incarnation, beat);
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
        if (!lease.isLost(epochNow)) {
            lose(incarnation, "UNKNOWN");
            return;
        }
        log.warn("Redis has lost gateway {}: registers it again", incarnation.gatewayId());
        try {
            lease.register(incarnation);
        } catch (IllegalStateException
                | IllegalArgumentException e) { // the latter: other partitions than this gateway's
            lose(incarnation, String.valueOf(e.getMessage()));
            return;
        }
        assembly.metrics().leaseChanged(LeaseChange.RESTORED);
        if (isDraining()) {
            lease.drain(incarnation.gatewayId());
        }
        incarnation.recovery().want();
        beat(); // compares what was appended
    }

    private void refused(String gatewayId, AppendReply.Status status) {
        Incarnation incarnation = current;
        if (incarnation == null || !incarnation.gatewayId().equals(gatewayId)) {
            return;
        }
        if (status == AppendReply.Status.FENCED) {
            lose(incarnation, status.name());
        } else {
            incarnation.recovery().want(); // with the next beat, which finds out what was lost
        }
    }

    /** What the parts of an incarnation find out is dealt with on the life thread. */
    private final class LifeThread implements Assembly.Owner {
        @Override
        public void refused(String gatewayId, AppendReply.Status status) {
            schedule(() -> Registration.this.refused(gatewayId, status), Duration.ZERO);
        }

        @Override
        public void beatIn(Duration pause) {
            schedule(Registration.this::beat, pause);
        }

        @Override
        public void keepLease() {
            renewIfDue();
        }
    }

    /** Within something long; whatever else Redis answers is for the next beat, which follows at once then. */
    private void renewIfDue() {
        Incarnation incarnation = current;
        if (incarnation != null
                && lease.sinceBeat().compareTo(assembly.config().lease().beat()) >= 0) {
            renew(incarnation);
        }
    }

    private GatewayBeat renew(Incarnation incarnation) {
        int clients = incarnation.connections().size();
        return lease.beat(incarnation, assembly.metrics().counts(clients));
    }

    private void lose(Incarnation incarnation, String status) {
        log.warn("Redis answers {}: gateway {} starts over under a new id", status, incarnation.gatewayId());
        current = null;
        assembly.metrics().leaseChanged(LeaseChange.LOST);
        incarnation.fence();
        beginAgain();
        lease.retire(incarnation.gatewayId(), this::renewIfDue);
    }

    private void beginAgain() {
        if (isDraining()) {
            return;
        }
        try {
            begin();
        } catch (RuntimeException e) {
            log.warn("no new gateway id yet: {}", e.toString());
            schedule(this::beginAgain, AGAIN);
        }
    }

    private void schedule(Runnable action, Duration pause) {
        try {
            var unused = thread.schedule(action, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the gateway has stopped", e);
        }
    }

    /** Not ready from now on, and Redis knows. Does not fail when Redis does not answer. */
    public void drain() {
        drainingSinceNs = OptionalLong.of(assembly.nanoTime().getAsLong());
        onThreadAndWait(() -> current().ifPresent(incarnation -> lease.drain(incarnation.gatewayId())));
    }

    /** Ends the gateway's id after its clients have gone. Does not fail when Redis does not answer. */
    public void end() {
        onThreadAndWait(() -> {
            Incarnation incarnation = current;
            current = null;
            if (incarnation != null) {
                incarnation.end();
                lease.retire(incarnation.gatewayId(), () -> {});
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
}

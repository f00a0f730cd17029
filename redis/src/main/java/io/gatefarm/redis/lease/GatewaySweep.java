package io.gatefarm.redis.lease;

import io.gatefarm.redis.connection.RedisFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares gateways dead and closes their clients. Dead is one whose lease was seen unchanged for a whole lease, or, when nobody
 * is subscribed to its channel any more, for {@link #TWO_BEATS}; one that only connects its subscription again still beats.
 * Every worker and every gateway runs a sweep; a lock lets one of them work, and another goes on where it stopped. Owned by one
 * thread, which calls {@link #run} at the interval given; others may call {@link #startAnew} and {@link #declaredDead} only.
 */
public final class GatewaySweep {
    private static final Logger log = LoggerFactory.getLogger(GatewaySweep.class);
    private static final Duration TWO_BEATS = Duration.ofSeconds(4);
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final int CLIENTS_PER_CALL = 100;
    /** Calls under way at once: Redis need not wait for this process between two. */
    private static final int WINDOW = 4;
    /** Windows per run, so that a sweep of many clients neither outlives the lock nor holds up its thread. */
    private static final int WINDOWS_PER_RUN = 100;

    private final GatewayLeases leases;
    private final String me;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final LeaseWatch<String> watch;
    private final AtomicBoolean anew = new AtomicBoolean();
    private final AtomicLong declared = new AtomicLong();

    /**
     * @param me names the sweeper in the lock, unique per process
     * @param lease of the gateways
     * @param interval at which {@link #run} is called
     * @param nanoTime as {@link System#nanoTime}
     */
    public GatewaySweep(
            GatewayLeases leases,
            String me,
            Duration lease,
            Duration interval,
            Duration patience,
            LongSupplier nanoTime) {
        this.leases = leases;
        this.me = me;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.watch = new LeaseWatch<>(lease, interval.multipliedBy(2));
    }

    /** What was seen so far does not count: the connection to Redis is a new one. Any thread. */
    public void startAnew() {
        anew.set(true);
    }

    /** Gateways that this sweep has declared dead. Any thread. */
    public long declaredDead() {
        return declared.get();
    }

    /**
     * Looks once, and sweeps what is dead.
     *
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis did not answer; the next run starts its
     *     observations anew
     */
    public void run() {
        try {
            if (anew.getAndSet(false)) {
                watch.reset();
            }
            Map<String, String> ends = await(leases.leaseEnds());
            watch.look(ends, nanoTime.getAsLong());
            if (!await(leases.lockSweep(me, LOCK))) {
                return;
            }
            ends.keySet().forEach(this::declareIfDead);
            for (String gatewayId : await(leases.dead())) {
                sweep(gatewayId);
            }
        } catch (RuntimeException e) {
            watch.reset();
            throw e;
        }
    }

    private void declareIfDead(String gatewayId) {
        String seen = watch.expired(gatewayId).orElse("");
        if (seen.isEmpty()) {
            seen = watch.stopped(gatewayId, TWO_BEATS).orElse("");
            if (seen.isEmpty() || await(leases.subscribers(gatewayId)) > 0) {
                return;
            }
        }
        if (await(leases.declareDead(gatewayId, seen))) {
            declared.incrementAndGet();
            log.warn("gateway {} is dead: its lease was not renewed", gatewayId);
        }
    }

    private void sweep(String gatewayId) {
        long left = 1;
        for (int i = 0; i < WINDOWS_PER_RUN && left > 0; i++) {
            List<CompletableFuture<Long>> calls = new ArrayList<>(WINDOW);
            for (int call = 0; call < WINDOW; call++) {
                calls.add(leases.sweep(gatewayId, CLIENTS_PER_CALL));
            }
            for (CompletableFuture<Long> call : calls) {
                left = await(call);
            }
        }
        if (left <= 0) {
            log.info("swept gateway {}", gatewayId);
        }
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, patience);
    }
}

package io.gatefarm.redis.lease;

import io.gatefarm.redis.connection.RedisFailures;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares gateways dead whose lease was seen unchanged for a whole lease, and closes their clients. Every worker runs one; a
 * lock lets one of them work, and another goes on where it stopped. Owned by one thread, which calls {@link #run} at the
 * interval given.
 */
public final class GatewaySweep {
    private static final Logger log = LoggerFactory.getLogger(GatewaySweep.class);
    private static final Duration LOCK = Duration.ofSeconds(5);
    private static final int CLIENTS_PER_CALL = 100;
    /** Calls per run, so that a sweep of many clients neither outlives the lock nor holds up its thread. */
    private static final int CALLS_PER_RUN = 400;

    private final GatewayLeases leases;
    private final String me;
    private final Duration patience;
    private final LeaseWatch<String> watch;

    /**
     * @param me names the sweeper in the lock, unique per process
     * @param lease of the gateways
     * @param interval at which {@link #run} is called
     */
    public GatewaySweep(GatewayLeases leases, String me, Duration lease, Duration interval, Duration patience) {
        this.leases = leases;
        this.me = me;
        this.patience = patience;
        this.watch = new LeaseWatch<>(lease, interval.multipliedBy(2));
    }

    /**
     * Looks once, and sweeps what is dead.
     *
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis did not answer; the next run starts its
     *     observations anew
     */
    public void run() {
        try {
            Map<String, String> ends = await(leases.leaseEnds());
            watch.look(ends, System.nanoTime());
            if (!await(leases.lockSweep(me, LOCK))) {
                return;
            }
            for (String gatewayId : ends.keySet()) {
                String seen = watch.expired(gatewayId).orElse("");
                if (!seen.isEmpty() && await(leases.declareDead(gatewayId, seen))) {
                    log.warn("gateway {} is dead: its lease was not renewed", gatewayId);
                }
            }
            for (String gatewayId : await(leases.dead())) {
                sweep(gatewayId);
            }
        } catch (RuntimeException e) {
            watch.reset();
            throw e;
        }
    }

    private void sweep(String gatewayId) {
        long left = 1;
        for (int call = 0; call < CALLS_PER_RUN && left > 0; call++) {
            left = await(leases.sweep(gatewayId, CLIENTS_PER_CALL));
        }
        if (left <= 0) {
            log.info("swept gateway {}", gatewayId);
        }
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, patience);
    }
}

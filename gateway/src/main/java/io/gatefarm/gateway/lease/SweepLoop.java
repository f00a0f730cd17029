package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.lease.GatewaySweep;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps up after other gateways that have died, as every worker does, so that it is done while any process of the farm lives.
 * Runs on a thread of its own, for it blocks while Redis answers.
 */
public final class SweepLoop {
    private static final Logger log = LoggerFactory.getLogger(SweepLoop.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final GatewaySweep sweep;

    private SweepLoop(GatewaySweep sweep) {
        this.sweep = sweep;
    }

    /**
     * Sweeps from now on, until the threads are closed.
     *
     * @param me names this process in the lock
     */
    public static SweepLoop start(FarmRedis redis, GatewayConfig config, String me, Threads threads) {
        var sweep = new GatewaySweep(
                redis.gatewayLeases(),
                me,
                config.lease().lease(),
                INTERVAL,
                config.farm().redis().commandTimeout(),
                threads.nanoTime());
        redis.whenReconnected(sweep::startAnew);
        var loop = new SweepLoop(sweep);
        var unused = threads.sweeper()
                .scheduleWithFixedDelay(loop::run, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return loop;
    }

    /** Gateways that it has declared dead. Any thread. */
    public long declaredDead() {
        return sweep.declaredDead();
    }

    private void run() {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            log.debug("sweep is tried again", e);
        }
    }
}

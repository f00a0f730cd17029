package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.lease.GatewayBeat;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.GatewayRegistration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's lease in Redis, and what it tells of Redis's data. Each method blocks until Redis has answered and is for the life
 * thread, but {@link #sinceBeat}.
 */
final class Lease {
    private static final Logger log = LoggerFactory.getLogger(Lease.class);
    private static final int SWEEP_CLIENTS = 200;
    /** How long the traces of a dead gateway stay: who is unknown after less was not declared dead. */
    private static final Duration TOMBSTONE = Duration.ofHours(1);

    private final FarmRedis redis;
    private final GatewayLeases leases;
    private final GatewayConfig config;
    private final int partitions;
    private final String instance;
    private final LongSupplier nanoTime;

    /** Of the data that Redis had at the last good beat. */
    private String epoch = "";

    /** A beat was not answered since the last good one. */
    private boolean missed;

    private volatile long lastBeatNs;

    /**
     * @param instance random, one per process
     * @param nanoTime as {@link System#nanoTime}
     */
    Lease(FarmRedis redis, GatewayConfig config, int partitions, String instance, LongSupplier nanoTime) {
        this.redis = redis;
        this.leases = redis.gatewayLeases();
        this.config = config;
        this.partitions = partitions;
        this.instance = instance;
        this.nanoTime = nanoTime;
    }

    /**
     * Makes the gateway known, at its start or after Redis has lost it.
     *
     * @throws IllegalStateException when Redis does not take the id
     */
    void register(Incarnation incarnation) {
        var unused = redis.partitions(partitions); // sets it again when Redis has lost it
        String id = incarnation.gatewayId();
        var registration = await(leases.register(id, config.lease().lease(), instance, host(), partitions));
        if (registration.status() != GatewayRegistration.Status.OK) {
            throw new IllegalStateException("gateway id " + id + " is " + registration.status());
        }
        incarnation.dispatcher().registered(registration);
        epoch = registration.epoch();
        lastBeatNs = nanoTime.getAsLong();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Renews the lease; makes what Redis turns out to have lost wait again, and wants a comparison when it may have lost more. */
    GatewayBeat beat(Incarnation incarnation, GatewayCounts counts) {
        long[] acknowledged =
                incarnation.forwarder().acknowledged(); // before Redis is asked: it may have more by the answer
        GatewayBeat beat;
        try {
            beat = await(leases.beat(incarnation.gatewayId(), config.lease().lease(), counts));
        } catch (RedisUnavailableException | RedisRefusedException e) {
            missed = true;
            throw e;
        }
        if (beat.status() == GatewayBeat.Status.OK) {
            boolean lost = incarnation.forwarder().compare(beat.appended(), acknowledged);
            if (lost || missed || !epoch.equals(beat.epoch())) {
                incarnation.recovery().want();
            }
            epoch = beat.epoch();
            missed = false;
            lastBeatNs = nanoTime.getAsLong();
        }
        return beat;
    }

    /** True when a gateway that Redis does not know may be registered again: it was lost, not declared dead long ago. */
    boolean isLost(String epochNow) {
        return !epochNow.equals(epoch) || sinceBeat().compareTo(TOMBSTONE) < 0;
    }

    String instance() {
        return instance;
    }

    /** Since the last good beat. */
    Duration sinceBeat() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastBeatNs);
    }

    /** Tells Redis that the gateway drains. Does not fail when Redis does not answer. */
    void drain(String gatewayId) {
        quietly("drain", () -> await(leases.drain(gatewayId)));
    }

    /**
     * Marks the id dead and closes in Redis what is left of its clients. Does not fail when Redis does not answer.
     *
     * @param between runs between two slices of clients
     */
    void retire(String gatewayId, Runnable between) {
        quietly("retire", () -> {
            if (await(leases.declareDead(gatewayId, ""))) {
                long left;
                do {
                    left = await(leases.sweep(gatewayId, SWEEP_CLIENTS));
                    between.run();
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

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, config.farm().redis().commandTimeout());
    }
}

package io.gatefarm.redis.lease;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.ScoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Registers gateways, renews their leases, and sweeps up after dead ones. Every call is safe to repeat. */
public final class GatewayLeases {
    private final ScriptRunner scripts;
    private final Keys keys;
    private final RegisterGateway register;
    private final BeatGateway beat;
    private final AskProcess ask;
    private final DrainGateway drain;
    private final DeclareGatewayDead declareDead;
    private final SweepGateway sweep;
    private final LockSweep lockSweep;

    public GatewayLeases(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
        this.register = new RegisterGateway(scripts, keys);
        this.beat = new BeatGateway(scripts, keys);
        this.ask = new AskProcess(scripts);
        this.drain = new DrainGateway(scripts, keys);
        this.declareDead = new DeclareGatewayDead(scripts, keys);
        this.sweep = new SweepGateway(scripts, keys);
        this.lockSweep = new LockSweep(scripts, keys);
    }

    /**
     * Makes a gateway known.
     *
     * @param instance random, one per process, so that a chance double of the id is found out
     * @param host where it runs, for people
     */
    public CompletableFuture<GatewayRegistration> register(
            String gatewayId, Duration lease, String instance, String host, int partitions) {
        return register.run(gatewayId, lease, instance, host, partitions);
    }

    /** Renews a gateway's lease and stores what it has counted; tells what Redis knows of it. */
    public CompletableFuture<GatewayBeat> beat(String gatewayId, Duration lease, GatewayCounts counts) {
        return beat.run(gatewayId, lease, counts);
    }

    /** Asks a gateway to stop; it sees that with its next beat, at most 2 s later. */
    public CompletableFuture<Asked> askToStop(String gatewayId) {
        return ask.run(keys.gateway(gatewayId), keys.gateways(), gatewayId, Wanted.STOP);
    }

    /** Marks a live gateway as draining; false when it is dead or unknown. */
    public CompletableFuture<Boolean> drain(String gatewayId) {
        return drain.run(gatewayId);
    }

    /**
     * Marks a gateway dead, so that nothing is taken from it any more and it is swept.
     *
     * @param seenLeaseEnd the value that the caller watched unchanged for a whole lease, or "" when the gateway itself stops
     * @return false when it has beaten since or is not known
     */
    public CompletableFuture<Boolean> declareDead(String gatewayId, String seenLeaseEnd) {
        return declareDead.run(gatewayId, seenLeaseEnd);
    }

    /** Closes some clients of a dead gateway, each with its close event; returns how many are left, -1 if it is not dead. */
    public CompletableFuture<Long> sweep(String gatewayId, int clients) {
        return sweep.run(gatewayId, clients);
    }

    /** Every registered gateway with its lease end, as a value to watch. */
    public CompletableFuture<Map<String, String>> leaseEnds() {
        return RedisFailures.translated(scripts.commands().zrangeWithScores(keys.gateways(), 0, -1))
                .thenApply(GatewayLeases::ends);
    }

    private static Map<String, String> ends(List<ScoredValue<byte[]>> members) {
        Map<String, String> ends = new HashMap<>();
        for (ScoredValue<byte[]> member : members) {
            ends.put(
                    new String(member.getValue(), StandardCharsets.UTF_8),
                    // as Lua's ZSCORE reply prints it: an integer
                    String.format("%.0f", member.getScore()));
        }
        return ends;
    }

    /** Gateways declared dead whose sweep is not finished. */
    public CompletableFuture<Set<String>> dead() {
        return RedisFailures.translated(scripts.commands().smembers(keys.deadGateways()))
                .thenApply(members -> {
                    Set<String> ids = new HashSet<>();
                    members.forEach(id -> ids.add(new String(id, StandardCharsets.UTF_8)));
                    return ids;
                });
    }

    /** How many connections are subscribed to a gateway's channel: none when its process is gone, or while it connects again. */
    public CompletableFuture<Long> subscribers(String gatewayId) {
        String channel = keys.to(gatewayId);
        return RedisFailures.translated(scripts.commands().pubsubNumsub(channel))
                .thenApply(counts -> counts.getOrDefault(channel, 0L));
    }

    /** Takes the sweeper's lock for a while; true when the caller holds it now. */
    public CompletableFuture<Boolean> lockSweep(String holder, Duration hold) {
        return lockSweep.run(holder, hold);
    }
}

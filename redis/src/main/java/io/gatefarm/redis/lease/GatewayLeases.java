package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.EventCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.SetArgs;
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
    private static final LuaScript REGISTER = LuaScript.named("register_gateway");
    private static final LuaScript BEAT = LuaScript.named("beat_gateway");
    private static final LuaScript DRAIN = LuaScript.named("drain_gateway");
    private static final LuaScript DECLARE_DEAD = LuaScript.named("declare_gateway_dead");
    private static final LuaScript SWEEP = LuaScript.named("sweep_gateway");
    private static final CloseReason GATEWAY_LOST = new CloseReason(CloseReason.ABNORMAL, "gateway-lost");

    private final ScriptRunner scripts;
    private final Keys keys;

    public GatewayLeases(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /**
     * Makes a gateway known.
     *
     * @param instance random, one per process, so that a chance double of the id is found out
     * @param host where it runs, for people
     */
    public CompletableFuture<GatewayRegistration> register(
            String gatewayId, Duration lease, String instance, String host, int partitions) {
        String[] names = {keys.gateway(gatewayId), keys.gateways(), keys.cell()};
        return scripts.list(
                        REGISTER,
                        names,
                        bytes(gatewayId),
                        bytes(lease.toMillis()),
                        bytes(instance),
                        bytes(instance),
                        bytes(host),
                        bytes(partitions))
                .thenApply(GatewayRegistration::of);
    }

    /** Renews a gateway's lease; tells what Redis knows of it. */
    public CompletableFuture<GatewayBeat> beat(String gatewayId, Duration lease, int clients) {
        String[] names = {keys.gateway(gatewayId), keys.gateways(), keys.cell(), keys.appended(gatewayId)};
        return scripts.list(BEAT, names, bytes(gatewayId), bytes(lease.toMillis()), bytes(clients))
                .thenApply(GatewayBeat::of);
    }

    /** Marks a live gateway as draining; false when it is dead or unknown. */
    public CompletableFuture<Boolean> drain(String gatewayId) {
        String[] names = {keys.gateway(gatewayId)};
        return scripts.integer(DRAIN, names).thenApply(status -> status == 1);
    }

    /**
     * Marks a gateway dead, so that nothing is taken from it any more and it is swept.
     *
     * @param seenLeaseEnd the value that the caller watched unchanged for a whole lease, or "" when the gateway itself stops
     * @return false when it has beaten since or is not known
     */
    public CompletableFuture<Boolean> declareDead(String gatewayId, String seenLeaseEnd) {
        String[] names = {keys.gateways(), keys.gateway(gatewayId), keys.deadGateways()};
        return scripts.integer(DECLARE_DEAD, names, bytes(gatewayId), bytes(seenLeaseEnd))
                .thenApply(status -> status == 1);
    }

    /** Closes some clients of a dead gateway, each with its close event; returns how many are left, -1 if it is not dead. */
    public CompletableFuture<Long> sweep(String gatewayId, int clients) {
        String[] names = {
            keys.gateway(gatewayId), keys.gatewayClients(gatewayId), keys.deadGateways(), keys.appended(gatewayId)
        };
        String part = ",\"time\":" + System.currentTimeMillis() + EventCodec.closePart(GATEWAY_LOST);
        return scripts.integer(SWEEP, names, bytes(gatewayId), bytes(clients), bytes(part));
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

    /** Takes the sweeper's lock for a while; true when the caller holds it now. */
    public CompletableFuture<Boolean> lockSweep(String holder, Duration hold) {
        var commands = scripts.commands();
        byte[] me = bytes(holder);
        var take = commands.set(keys.sweepLock(), me, SetArgs.Builder.nx().px(hold.toMillis()));
        return RedisFailures.translated(take).thenCompose(taken -> {
            if (taken != null) {
                return CompletableFuture.completedFuture(true);
            }
            return RedisFailures.translated(commands.get(keys.sweepLock()))
                    .thenApply(now -> now != null && java.util.Arrays.equals(now, me));
        });
    }
}

package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** beat_gateway.lua: renews a gateway's lease and tells what Redis knows of it. Safe to repeat. */
final class BeatGateway {
    private static final LuaScript SCRIPT = LuaScript.named("beat_gateway");

    private final ScriptRunner scripts;
    private final Keys keys;

    BeatGateway(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<GatewayBeat> run(String gatewayId, Duration lease, int clients) {
        String[] names = {keys.gateway(gatewayId), keys.gateways(), keys.cell(), keys.appended(gatewayId)};
        return scripts.list(SCRIPT, names, bytes(gatewayId), bytes(lease.toMillis()), bytes(clients))
                .thenApply(GatewayBeat::of);
    }
}

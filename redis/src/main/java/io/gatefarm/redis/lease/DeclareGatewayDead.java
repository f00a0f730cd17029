package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** declare_gateway_dead.lua: marks a gateway dead, so that it is fenced and swept. Safe to repeat. */
final class DeclareGatewayDead {
    private static final LuaScript SCRIPT = LuaScript.named("declare_gateway_dead");

    private final ScriptRunner scripts;
    private final Keys keys;

    DeclareGatewayDead(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Boolean> run(String gatewayId, String seenLeaseEnd) {
        String[] names = {keys.gateways(), keys.gateway(gatewayId), keys.deadGateways()};
        return scripts.integer(SCRIPT, names, bytes(gatewayId), bytes(seenLeaseEnd))
                .thenApply(status -> status == 1);
    }
}

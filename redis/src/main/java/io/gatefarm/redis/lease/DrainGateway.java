package io.gatefarm.redis.lease;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** drain_gateway.lua: marks a live gateway as draining. Safe to repeat. */
final class DrainGateway {
    private static final LuaScript SCRIPT = LuaScript.named("drain_gateway");

    private final ScriptRunner scripts;
    private final Keys keys;

    DrainGateway(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Boolean> run(String gatewayId) {
        String[] names = {keys.gateway(gatewayId)};
        return scripts.integer(SCRIPT, names).thenApply(status -> status == 1);
    }
}

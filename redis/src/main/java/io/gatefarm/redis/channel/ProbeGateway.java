package io.gatefarm.redis.channel;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** probe_gateway.lua: goes the ways that events and frames go. Safe to repeat. */
final class ProbeGateway {
    private static final LuaScript SCRIPT = LuaScript.named("probe_gateway");

    private final ScriptRunner scripts;
    private final Keys keys;

    ProbeGateway(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Long> run(String gatewayId, byte[] message) {
        return scripts.integer(SCRIPT, new String[] {keys.gateway(gatewayId)}, bytes(gatewayId), message);
    }
}

package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.EventCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** sweep_gateway.lua: closes some clients of a dead gateway. Safe to repeat. */
final class SweepGateway {
    private static final LuaScript SCRIPT = LuaScript.named("sweep_gateway");
    private static final CloseReason GATEWAY_LOST = new CloseReason(CloseReason.ABNORMAL, "gateway-lost");

    private final ScriptRunner scripts;
    private final Keys keys;

    SweepGateway(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Long> run(String gatewayId, int clients) {
        String[] names = {
            keys.gateway(gatewayId), keys.gatewayClients(gatewayId), keys.deadGateways(), keys.appended(gatewayId)
        };
        String part = ",\"time\":" + System.currentTimeMillis() + EventCodec.closePart(GATEWAY_LOST);
        return scripts.integer(SCRIPT, names, bytes(gatewayId), bytes(clients), bytes(part));
    }
}

package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    CompletableFuture<GatewayBeat> run(String gatewayId, Duration lease, GatewayCounts counts) {
        String[] names = {keys.gateway(gatewayId), keys.gateways(), keys.cell(), keys.appended(gatewayId)};
        List<byte[]> arguments = new ArrayList<>(List.of(bytes(gatewayId), bytes(lease.toMillis())));
        counts.fields().forEach((name, count) -> {
            arguments.add(bytes(name));
            arguments.add(bytes(count));
        });
        return scripts.list(SCRIPT, names, arguments.toArray(new byte[0][])).thenApply(GatewayBeat::of);
    }
}

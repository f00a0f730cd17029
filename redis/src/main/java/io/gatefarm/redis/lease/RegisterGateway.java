package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** register_gateway.lua: makes a gateway known. Safe to repeat. */
final class RegisterGateway {
    private static final LuaScript SCRIPT = LuaScript.named("register_gateway");

    private final ScriptRunner scripts;
    private final Keys keys;

    RegisterGateway(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<GatewayRegistration> run(
            String gatewayId, Duration lease, String instance, String host, int partitions) {
        String[] names = {keys.gateway(gatewayId), keys.gateways(), keys.cell()};
        return scripts.list(
                        SCRIPT,
                        names,
                        bytes(gatewayId),
                        bytes(lease.toMillis()),
                        bytes(instance),
                        bytes(instance), // the data's epoch if it has none: as random
                        bytes(host),
                        bytes(partitions))
                .thenApply(GatewayRegistration::of);
    }
}

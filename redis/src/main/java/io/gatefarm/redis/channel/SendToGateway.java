package io.gatefarm.redis.channel;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** send_to_gateway.lua: publishes the frames of one turn to one gateway. */
final class SendToGateway {
    private static final LuaScript SCRIPT = LuaScript.named("send_to_gateway");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendToGateway(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Boolean> run(String gatewayId, byte[] frames) {
        String[] names = {keys.gateway(gatewayId)};
        return scripts.integer(SCRIPT, names, bytes(gatewayId), frames).thenApply(reached -> reached >= 0);
    }
}

package io.gatefarm.redis.channel;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** send_to_client.lua: publishes frames to the gateway that holds a client. */
final class SendToClient {
    private static final LuaScript SCRIPT = LuaScript.named("send_to_client");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendToClient(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Boolean> run(String clientId, byte[] frames) {
        String[] names = {keys.client(clientId)};
        return scripts.integer(SCRIPT, names, frames).thenApply(routed -> routed == 1);
    }
}

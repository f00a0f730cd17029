package io.gatefarm.redis.channel;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** send_to_clients.lua: publishes a frame once to each gateway that holds one of the clients. */
final class SendToClients {
    private static final LuaScript SCRIPT = LuaScript.named("send_to_clients");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendToClients(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Long> run(List<String> clientIds, byte[] frames) {
        if (clientIds.isEmpty()) {
            // the script takes the tag from its first key
            return CompletableFuture.completedFuture(0L);
        }
        String[] names = clientIds.stream().map(keys::client).toArray(String[]::new);
        return scripts.integer(SCRIPT, names, frames);
    }
}

package io.gatefarm.redis.channel;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** send_to_all.lua: publishes a frame to every gateway. */
final class SendToAll {
    private static final LuaScript SCRIPT = LuaScript.named("send_to_all");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendToAll(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Long> run(byte[] frames) {
        String[] names = {keys.cell()};
        return scripts.integer(SCRIPT, names, frames);
    }
}

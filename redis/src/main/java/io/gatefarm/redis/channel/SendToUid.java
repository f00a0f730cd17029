package io.gatefarm.redis.channel;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** send_to_uid.lua: publishes a frame once to each gateway that holds a client of the uids. */
final class SendToUid {
    private static final LuaScript SCRIPT = LuaScript.named("send_to_uid");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendToUid(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Long> run(List<String> uids, byte[] frames) {
        if (uids.isEmpty()) {
            // the script takes the tag from its first key
            return CompletableFuture.completedFuture(0L);
        }
        String[] names = uids.stream().map(keys::uid).toArray(String[]::new);
        return scripts.integer(SCRIPT, names, frames);
    }
}

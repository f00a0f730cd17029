package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** unbind_uid.lua: takes a client's uid away. Safe to repeat. */
final class UnbindUid {
    private static final LuaScript SCRIPT = LuaScript.named("unbind_uid");

    private final ScriptRunner scripts;
    private final Keys keys;

    UnbindUid(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Change> run(String clientId) {
        String[] names = {keys.client(clientId)};
        return scripts.integer(SCRIPT, names, bytes(clientId), FrameCodec.openUnbind(clientId))
                .thenApply(Change::of);
    }
}

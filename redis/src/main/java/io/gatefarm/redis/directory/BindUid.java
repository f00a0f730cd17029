package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** bind_uid.lua: gives a client its uid, in place of the one it had. Safe to repeat. */
final class BindUid {
    private static final LuaScript SCRIPT = LuaScript.named("bind_uid");

    private final ScriptRunner scripts;
    private final Keys keys;

    BindUid(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Change> run(String clientId, String uid) {
        String[] names = {keys.client(clientId), keys.uid(uid), keys.uids()};
        return scripts.integer(SCRIPT, names, bytes(clientId), bytes(uid), FrameCodec.openBind(clientId, uid))
                .thenApply(Change::of);
    }
}

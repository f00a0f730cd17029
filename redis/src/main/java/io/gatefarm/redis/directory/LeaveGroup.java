package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** leave_group.lua: takes a client out of a group. Safe to repeat. */
final class LeaveGroup {
    private static final LuaScript SCRIPT = LuaScript.named("leave_group");

    private final ScriptRunner scripts;
    private final Keys keys;

    LeaveGroup(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Change> run(String clientId, String group) {
        String[] names = {keys.client(clientId)};
        return scripts.integer(SCRIPT, names, bytes(clientId), bytes(group), FrameCodec.openLeave(clientId, group))
                .thenApply(Change::of);
    }
}

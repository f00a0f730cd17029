package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** join_group.lua: adds a client to a group. Safe to repeat. */
final class JoinGroup {
    private static final LuaScript SCRIPT = LuaScript.named("join_group");

    private final ScriptRunner scripts;
    private final Keys keys;

    JoinGroup(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Change> run(String clientId, String group) {
        String[] names = {keys.client(clientId), keys.group(group), keys.groupGateways(group), keys.groups()};
        return scripts.integer(SCRIPT, names, bytes(clientId), bytes(group), FrameCodec.openJoin(clientId, group))
                .thenApply(Change::of);
    }
}

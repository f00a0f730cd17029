package io.gatefarm.redis.channel;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** send_to_group.lua: publishes a frame once to each gateway that holds a member of the groups. */
final class SendToGroup {
    private static final LuaScript SCRIPT = LuaScript.named("send_to_group");

    private final ScriptRunner scripts;
    private final Keys keys;

    SendToGroup(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Long> run(List<String> groups, byte[] frames) {
        String[] names = new String[groups.size() + 2];
        names[0] = keys.cell();
        names[1] = keys.gateways();
        for (int i = 0; i < groups.size(); i++) {
            names[i + 2] = keys.groupGateways(groups.get(i));
        }
        return scripts.integer(SCRIPT, names, frames);
    }
}

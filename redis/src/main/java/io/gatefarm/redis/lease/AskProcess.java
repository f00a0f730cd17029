package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** ask_process.lua: tells a gateway or worker what the operator wants of it. Safe to repeat. */
final class AskProcess {
    private static final LuaScript SCRIPT = LuaScript.named("ask_process");

    private final ScriptRunner scripts;

    AskProcess(ScriptRunner scripts) {
        this.scripts = scripts;
    }

    /** @param hash the process's own, of the set {@code leases} */
    CompletableFuture<Asked> run(String hash, String leases, String id, Wanted wanted) {
        String[] names = {hash, leases};
        return scripts.integer(SCRIPT, names, bytes(id), bytes(wanted.word())).thenApply(Asked::of);
    }
}

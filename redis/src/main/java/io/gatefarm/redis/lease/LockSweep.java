package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** lock_sweep.lua: takes the sweeper's lock for a while. Safe to repeat. */
final class LockSweep {
    private static final LuaScript SCRIPT = LuaScript.named("lock_sweep");

    private final ScriptRunner scripts;
    private final Keys keys;

    LockSweep(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Boolean> run(String holder, Duration hold) {
        String[] names = {keys.sweepLock()};
        return scripts.integer(SCRIPT, names, bytes(holder), bytes(hold.toMillis()))
                .thenApply(status -> status == 1);
    }
}

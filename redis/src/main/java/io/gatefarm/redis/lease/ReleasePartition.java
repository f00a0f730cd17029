package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** release_partition.lua: gives a partition back and says so to the other workers. Safe to repeat. */
final class ReleasePartition {
    private static final LuaScript SCRIPT = LuaScript.named("release_partition");

    private final ScriptRunner scripts;
    private final Keys keys;

    ReleasePartition(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** @param left true when events that were begun are left unfinished */
    CompletableFuture<Boolean> run(int partition, String workerId, String epoch, boolean left) {
        String[] names = {keys.partition(partition)};
        return scripts.integer(SCRIPT, names, bytes(workerId), bytes(epoch), bytes(partition), bytes(left ? "1" : ""))
                .thenApply(status -> status == 1);
    }
}

package io.gatefarm.redis.stream;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.concurrent.CompletableFuture;

/** replay_letter.lua: appends the event of a dead letter again to its partition and takes the letter away, in one step. */
final class ReplayLetter {
    private static final LuaScript SCRIPT = LuaScript.named("replay_letter");

    private final ScriptRunner scripts;
    private final Keys keys;

    ReplayLetter(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** Safe to repeat; false when there is no such letter any more. */
    CompletableFuture<Boolean> run(String letterId, int partition) {
        String[] names = {keys.deadLetters(), keys.in(partition), keys.partition(partition)};
        return scripts.integer(SCRIPT, names, bytes(letterId)).thenApply(appended -> appended == 1);
    }
}

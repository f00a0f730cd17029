package io.gatefarm.redis.stream;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** bury_event.lua: commits and, in the same step, copies one event that failed for good to the dead letters. */
final class BuryEvent {
    private static final LuaScript SCRIPT = LuaScript.named("bury_event");
    private static final int LETTERS_KEPT = 10_000;

    private final ScriptRunner scripts;
    private final Keys keys;

    BuryEvent(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** Safe to repeat: one letter is written. The commit counts the buried event as finished. */
    CompletableFuture<Commit.Outcome> run(Commit commit, String entryId, String reason, int tries) {
        List<byte[]> arguments = CommitPartition.fixed(commit);
        arguments.add(bytes(entryId));
        arguments.add(bytes(reason));
        arguments.add(bytes(tries));
        arguments.add(bytes(LETTERS_KEPT));
        commit.closed().forEach(clientId -> arguments.add(bytes(clientId)));
        String[] names = {
            keys.partition(commit.partition()), keys.in(commit.partition()), keys.deadLetters(), keys.cell()
        };
        return scripts.integer(SCRIPT, names, arguments.toArray(new byte[0][])).thenApply(Commit.Outcome::of);
    }
}

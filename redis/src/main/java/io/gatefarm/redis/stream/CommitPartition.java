package io.gatefarm.redis.stream;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** commit_partition.lua: stores how far a worker has read, and which events before that are not finished. */
final class CommitPartition {
    private static final LuaScript SCRIPT = LuaScript.named("commit_partition");

    private final ScriptRunner scripts;
    private final Keys keys;

    CommitPartition(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /**
     * Safe to repeat.
     *
     * @param trying id of the event that is tried alone, or ""
     */
    CompletableFuture<Commit.Outcome> run(Commit commit, String trying) {
        List<byte[]> arguments = fixed(commit);
        arguments.add(bytes(trying));
        commit.closed().forEach(clientId -> arguments.add(bytes(clientId)));
        String[] names = {keys.partition(commit.partition()), keys.in(commit.partition())};
        return scripts.integer(SCRIPT, names, arguments.toArray(new byte[0][])).thenApply(Commit.Outcome::of);
    }

    /** The arguments that bury_event begins with, too. */
    static List<byte[]> fixed(Commit commit) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(commit.workerId()));
        arguments.add(bytes(commit.epoch()));
        arguments.add(bytes(commit.position()));
        arguments.add(bytes(commit.origin()));
        arguments.add(bytes(commit.read()));
        arguments.add(bytes(String.join(",", commit.unfinished())));
        arguments.add(bytes(String.join(",", commit.dismissed())));
        return arguments;
    }
}

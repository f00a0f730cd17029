package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** describe_worker.lua: makes a worker known, with what is told of it to people. Safe to repeat. */
final class DescribeWorker {
    private static final LuaScript SCRIPT = LuaScript.named("describe_worker");

    private final ScriptRunner scripts;
    private final Keys keys;

    DescribeWorker(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /** @param known how long it stays so without a renewal */
    CompletableFuture<Long> run(String workerId, Duration known, Map<String, String> fields) {
        String[] names = {keys.worker(workerId)};
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(bytes(known.toMillis()));
        fields.forEach((name, value) -> {
            arguments.add(bytes(name));
            arguments.add(bytes(value));
        });
        return scripts.integer(SCRIPT, names, arguments.toArray(new byte[0][]));
    }
}

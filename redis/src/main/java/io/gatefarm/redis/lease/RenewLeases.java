package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** renew_leases.lua: renews a worker's own lease and those of its partitions. Safe to repeat. */
final class RenewLeases {
    private static final LuaScript SCRIPT = LuaScript.named("renew_leases");

    private final ScriptRunner scripts;
    private final Keys keys;

    RenewLeases(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    /**
     * @param state "up", or "leaving" of a worker that takes no new partition
     * @param known how long the worker stays known without a renewal
     */
    CompletableFuture<Renewal> run(
            String workerId,
            Duration lease,
            String state,
            Duration known,
            WorkerCounts counts,
            Map<Integer, String> epochs) {
        var held = new TreeMap<>(epochs);
        List<String> names = new ArrayList<>();
        List<byte[]> arguments = new ArrayList<>();
        names.add(keys.workers());
        names.add(keys.worker(workerId));
        arguments.add(bytes(workerId));
        arguments.add(bytes(lease.toMillis()));
        arguments.add(bytes(state));
        arguments.add(bytes(counts.handled()));
        arguments.add(bytes(counts.failed()));
        arguments.add(bytes(known.toMillis()));
        held.forEach((partition, epoch) -> {
            names.add(keys.partition(partition));
            arguments.add(bytes(epoch));
        });
        List<Integer> order = List.copyOf(held.keySet());
        return scripts.list(SCRIPT, names.toArray(String[]::new), arguments.toArray(new byte[0][]))
                .thenApply(reply -> {
                    Set<Integer> lost = new TreeSet<>();
                    for (int i = 2; i < reply.size(); i++) {
                        lost.add(order.get((int) reply.number(i) - 1));
                    }
                    return new Renewal(reply.number(0) == 1, Wanted.of(reply.text(1)), lost);
                });
    }
}

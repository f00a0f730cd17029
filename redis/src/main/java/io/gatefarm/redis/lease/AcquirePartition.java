package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptReply;
import io.gatefarm.redis.script.ScriptRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** acquire_partition.lua: takes a partition's lease when it may. Safe to repeat; each taking has an epoch of its own. */
final class AcquirePartition {
    private static final LuaScript SCRIPT = LuaScript.named("acquire_partition");

    private final ScriptRunner scripts;
    private final Keys keys;

    AcquirePartition(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    CompletableFuture<Optional<PartitionLease>> run(
            int partition, String workerId, Duration lease, String seenLeaseEnd) {
        String[] names = {keys.partition(partition), keys.in(partition)};
        return scripts.list(SCRIPT, names, bytes(workerId), bytes(lease.toMillis()), bytes(seenLeaseEnd))
                .thenApply(reply -> reply.number(0) == 1 ? Optional.of(held(partition, reply)) : Optional.empty());
    }

    private static PartitionLease held(int partition, ScriptReply reply) {
        return new PartitionLease(
                partition,
                reply.text(1),
                reply.text(2),
                withCommas(reply.text(3)),
                reply.number(4),
                withCommas(reply.text(9)),
                new LastOwner(LastOwner.End.of(reply.text(10)), (int) reply.number(5), reply.text(6), reply.text(11)));
    }

    private static List<String> withCommas(String ids) {
        return ids.isEmpty() ? List.of() : List.of(ids.split(",", -1));
    }
}

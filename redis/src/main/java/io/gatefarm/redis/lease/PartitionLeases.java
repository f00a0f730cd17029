package io.gatefarm.redis.lease;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The leases of workers and of partitions. Each taking of a partition gets a higher epoch; commits name it, so that a worker
 * that lost its lease without knowing can no longer commit.
 */
public final class PartitionLeases {
    /** How long Redis keeps what it was told of a worker that renews nothing any more and that no other worker has missed. */
    private static final Duration KNOWN = Duration.ofHours(1);

    private final ScriptRunner scripts;
    private final Keys keys;
    private final AcquirePartition acquire;
    private final AskProcess ask;
    private final RenewLeases renew;
    private final ReleasePartition release;
    private final DescribeWorker describe;

    public PartitionLeases(ScriptRunner scripts, Keys keys) {
        this.scripts = scripts;
        this.keys = keys;
        this.acquire = new AcquirePartition(scripts, keys);
        this.ask = new AskProcess(scripts);
        this.renew = new RenewLeases(scripts, keys);
        this.release = new ReleasePartition(scripts, keys);
        this.describe = new DescribeWorker(scripts, keys);
    }

    /**
     * Takes a partition when it is free, the caller's own, or its lease was seen unchanged for a whole lease.
     *
     * @param seenLeaseEnd the value seen unchanged so long, or ""
     * @return the lease, or empty when somebody else holds it
     */
    public CompletableFuture<Optional<PartitionLease>> acquire(
            int partition, String workerId, Duration lease, String seenLeaseEnd) {
        return acquire.run(partition, workerId, lease, seenLeaseEnd);
    }

    /** Renews the worker's own lease and those of its partitions, and stores what it has counted. */
    public CompletableFuture<Renewal> renew(
            String workerId, Duration lease, WorkerCounts counts, Map<Integer, String> epochs) {
        return renew.run(workerId, lease, "up", KNOWN, counts, epochs);
    }

    /** As {@link #renew}, of a worker that stops: its partitions stay its own, but nobody counts on it any more. */
    public CompletableFuture<Renewal> renewLeaving(
            String workerId, Duration lease, WorkerCounts counts, Map<Integer, String> epochs) {
        return renew.run(workerId, lease, "leaving", KNOWN, counts, epochs);
    }

    /** Asks a worker to stop or to reload; it sees that with its next renewal, about a second later. */
    public CompletableFuture<Asked> ask(String workerId, Wanted wanted) {
        return ask.run(keys.worker(workerId), keys.workers(), workerId, wanted);
    }

    /** Gives a partition back and says so to the other workers; false when it was not the caller's any more. */
    public CompletableFuture<Boolean> release(int partition, String workerId, String epoch) {
        return release.run(partition, workerId, epoch, false);
    }

    /** As {@link #release}, of a worker that leaves events unfinished which it has begun: the next owner marks them as repeats. */
    public CompletableFuture<Boolean> releaseUnfinished(int partition, String workerId, String epoch) {
        return release.run(partition, workerId, epoch, true);
    }

    /** The owner of each partition and its lease's end, as values to watch; one read per partition, sent in one go. */
    public CompletableFuture<Map<Integer, Holder>> holders(int partitions) {
        Map<Integer, CompletableFuture<Holder>> reads = new TreeMap<>();
        for (int p = 0; p < partitions; p++) {
            reads.put(
                    p,
                    RedisFailures.translated(scripts.commands().hmget(keys.partition(p), "owner", "until"))
                            .thenApply(PartitionLeases::holder));
        }
        return CompletableFuture.allOf(reads.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    Map<Integer, Holder> holders = new TreeMap<>();
                    reads.forEach((p, read) -> holders.put(p, read.join()));
                    return holders;
                });
    }

    private static Holder holder(List<KeyValue<String, byte[]>> fields) {
        return new Holder(text(fields.get(0)), text(fields.get(1)));
    }

    private static String text(KeyValue<String, byte[]> field) {
        return field.hasValue() ? new String(field.getValue(), StandardCharsets.UTF_8) : "";
    }

    /** Makes a worker known, with what is told of it to people; it joins the others with its first {@link #renew}. */
    public CompletableFuture<Long> describe(String workerId, Map<String, String> fields) {
        return describe.run(workerId, KNOWN, fields);
    }

    /** Every worker with its lease's end, as a value to watch. */
    public CompletableFuture<Map<String, String>> workerLeaseEnds() {
        return RedisFailures.translated(scripts.commands().zrangeWithScores(keys.workers(), 0, -1))
                .thenApply(members -> {
                    Map<String, String> ends = new TreeMap<>();
                    members.forEach(m -> ends.put(
                            new String(m.getValue(), StandardCharsets.UTF_8), String.format("%.0f", m.getScore())));
                    return ends;
                });
    }

    /** Takes workers off the list: the caller itself when it stops, or ones whose lease was seen unchanged for a whole lease. */
    public CompletableFuture<Void> forget(Set<String> workerIds) {
        Set<String> gone = new HashSet<>(workerIds);
        if (gone.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var commands = scripts.commands();
        byte[][] members = gone.stream().map(ScriptRunner::bytes).toArray(byte[][]::new);
        String[] hashes = gone.stream().map(keys::worker).toArray(String[]::new);
        return RedisFailures.translated(commands.zrem(keys.workers(), members))
                .thenCompose(removed -> RedisFailures.translated(commands.del(hashes)))
                .thenCompose(removed -> RedisFailures.translated(commands.publish(keys.rebalance(), bytes("workers"))))
                .thenApply(receivers -> null);
    }

    /** Tells the other workers that this one has come. */
    public CompletableFuture<Long> announce(String workerId) {
        return RedisFailures.translated(scripts.commands().publish(keys.rebalance(), bytes(workerId)));
    }

    /**
     * @param owner a worker id, "" when the partition is free
     * @param leaseEnd milliseconds on the server's clock, only ever compared for equality
     */
    public record Holder(String owner, String leaseEnd) {}
}

package io.gatefarm.redis.stream;

import io.gatefarm.redis.connection.RedisConnections;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The streams {@code in:<partition>}: gateways append, workers read and commit. Thread-safe; stages fail with {@link
 * io.gatefarm.redis.connection.RedisUnavailableException} or {@link io.gatefarm.redis.connection.RedisRefusedException}.
 */
public final class InboundStream {
    private static final byte[] NOTHING = {};

    private final RedisConnections connector;
    private final ScriptRunner scripts;
    private final Keys keys;
    private final AppendEvents appendEvents;
    private final CommitPartition commitPartition;
    private final BuryEvent buryEvent;

    public InboundStream(RedisConnections connector, ScriptRunner scripts, Keys keys) {
        this.connector = connector;
        this.scripts = scripts;
        this.keys = keys;
        this.appendEvents = new AppendEvents(scripts, keys);
        this.commitPartition = new CommitPartition(scripts, keys);
        this.buryEvent = new BuryEvent(scripts, keys);
    }

    /** Appends a batch; one at a time per gateway and partition. Safe to repeat after a failure. One script call. */
    public CompletableFuture<AppendReply> append(AppendBatch batch) {
        return appendEvents.run(batch);
    }

    /** How far the workers are with a partition, and what Redis has of the gateway in it. Two reads in one go. */
    public CompletableFuture<PartitionProgress> progress(String gatewayId, int partition) {
        var workers = RedisFailures.translated(
                scripts.commands().hmget(keys.partition(partition), "owner", "position", "unfinished"));
        // after it: a position of data that came later than this must not be believed
        var gateway = RedisFailures.translated(
                scripts.commands().hmget(keys.appended(gatewayId), Integer.toString(partition)));
        return workers.thenCombine(gateway, (fields, appended) -> {
            String last = text(appended.get(0));
            return new PartitionProgress(
                    text(fields.get(0)),
                    text(fields.get(1)),
                    text(fields.get(2)),
                    last.isEmpty() ? 0 : Long.parseLong(last));
        });
    }

    private static String text(KeyValue<String, byte[]> field) {
        return new String(field.getValueOrElse(NOTHING), StandardCharsets.UTF_8);
    }

    /** Stores how far a worker has come. Safe to repeat. One script call. */
    public CompletableFuture<Commit.Outcome> commit(Commit commit) {
        return commitPartition.run(commit, "");
    }

    /**
     * As {@link #commit}, and stores which event is about to be tried alone, so that the next owner knows what has killed this
     * worker.
     *
     * @param trying an unfinished entry's id
     */
    public CompletableFuture<Commit.Outcome> commitTrying(Commit commit, String trying) {
        return commitPartition.run(commit, trying);
    }

    /**
     * Commits, and writes one event that failed for good to the dead letters with it. Safe to repeat. One script call.
     *
     * @param commit counts the event as finished
     * @param reason what failed, for people
     */
    public CompletableFuture<Commit.Outcome> bury(Commit commit, String entryId, String reason, int tries) {
        return buryEvent.run(commit, entryId, reason, tries);
    }

    /** The entries of these ids that still stand in the partition's stream; one read per id, sent in one go. */
    public CompletableFuture<List<StreamEntry>> entries(int partition, List<String> ids) {
        List<CompletableFuture<List<StreamMessage<String, byte[]>>>> reads = new ArrayList<>(ids.size());
        for (String id : ids) {
            var range = Range.create(id, id);
            reads.add(RedisFailures.translated(scripts.commands().xrange(keys.in(partition), range)));
        }
        return CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    List<StreamMessage<String, byte[]>> found = new ArrayList<>(ids.size());
                    reads.forEach(read -> found.addAll(read.join()));
                    return StreamEntries.read(keys, found, (foreign, id) -> {});
                });
    }

    /**
     * Opens a reader on a connection of its own.
     *
     * @param connected runs on an I/O thread after the reader's connection was lost and is back; must not block
     */
    public InboundReader reader(Runnable connected) {
        return new InboundReader(connector, scripts.commands(), keys, connected);
    }
}

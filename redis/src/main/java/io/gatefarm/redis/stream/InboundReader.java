package io.gatefarm.redis.stream;

import io.gatefarm.redis.connection.RedisConnections;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.UnblockType;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads partitions with one blocking command over all of them, on a connection of its own. Owned by whoever reads, one
 * read after the other; others may only call {@link #wake}.
 */
public final class InboundReader {
    private static final long NO_ID = -1;

    private final RedisConnections connector;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisAsyncCommands<String, byte[]> others;
    private final Keys keys;
    private final Duration patience;
    /** A read that blocked longer would count as failed while it goes on at the server. */
    private final Duration longestBlock;
    /** The connection's id at the server, for {@link #wake}; known while a read is under way. */
    private volatile long connectionId = NO_ID;
    /** The last entry of each partition that is no event: no caller's position passes it, so reads begin behind it. */
    private final Map<Integer, String> leftOut = new HashMap<>();

    InboundReader(
            RedisConnections connector, RedisAsyncCommands<String, byte[]> others, Keys keys, Runnable connected) {
        this.connector = connector;
        this.connection = connector.commands(() -> {
            this.connectionId = NO_ID;
            connected.run();
        });
        this.others = others;
        this.keys = keys;
        this.patience = connector.config().commandTimeout().plusSeconds(1);
        this.longestBlock = connector.config().commandTimeout().dividedBy(2);
    }

    /**
     * Waits for entries after the given positions; call it again only after its answer.
     *
     * @param positions partition to the last entry id read; not empty
     * @param count entries per partition, at most
     * @param block how long to wait for the first entry; half the command timeout at most
     * @return entries in stream order per partition; empty when the time ran out or {@link #wake} was called. Completes on an
     *     I/O thread, or fails with {@link io.gatefarm.redis.connection.RedisUnavailableException}
     */
    public CompletableFuture<List<StreamEntry>> readAsync(Map<Integer, String> positions, int count, Duration block) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        XReadArgs.StreamOffset<String>[] offsets = positions.entrySet().stream()
                .map(e -> XReadArgs.StreamOffset.from(keys.in(e.getKey()), from(e.getKey(), e.getValue())))
                .toArray(XReadArgs.StreamOffset[]::new);
        var args = XReadArgs.Builder.block(block.compareTo(longestBlock) < 0 ? block : longestBlock)
                .count(count);
        CompletionStage<List<StreamMessage<String, byte[]>>> found = connectionId == NO_ID
                ? connection.async().clientId().thenCompose(id -> {
                    connectionId = id;
                    return connection.async().xread(args, offsets);
                })
                : connection.async().xread(args, offsets);
        return RedisFailures.translated(found.whenComplete((messages, failure) -> {
                    if (failure != null) {
                        connector.failed(failure);
                    }
                }))
                .thenApply(messages -> StreamEntries.read(keys, messages, leftOut::put));
    }

    /** As {@link #readAsync}, on the calling thread, which it blocks. */
    public List<StreamEntry> read(Map<Integer, String> positions, int count, Duration block) {
        return RedisFailures.await(readAsync(positions, count, block), patience);
    }

    private String from(int partition, String position) {
        String passed = leftOut.get(partition);
        if (passed == null) {
            return position;
        }
        if (isAfter(passed, position)) {
            return passed;
        }
        leftOut.remove(partition);
        return position;
    }

    private static boolean isAfter(String id, String other) {
        int dash = id.indexOf('-');
        int otherDash = other.indexOf('-');
        long ms = Long.parseLong(id, 0, dash, 10);
        long otherMs = Long.parseLong(other, 0, otherDash, 10);
        return ms != otherMs
                ? ms > otherMs
                : Long.parseLong(id.substring(dash + 1)) > Long.parseLong(other.substring(otherDash + 1));
    }

    /** Ends a waiting {@link #read} early, so that its owner looks at what it should read. Any thread. */
    public void wake() {
        long id = connectionId;
        if (id != NO_ID) {
            // a lost call only makes the read last its time
            others.clientUnblock(id, UnblockType.TIMEOUT);
        }
    }

    public void close() {
        connection.close();
    }
}

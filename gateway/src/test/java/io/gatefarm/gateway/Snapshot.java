package io.gatefarm.gateway;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The keys of an app as they were: what a replica has that is behind. Putting them back is a failover to it. */
final class Snapshot {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Value(byte[] key, byte[] dump, long ttlMs) {}

    private final String uri;
    private final String pattern;
    private final List<Value> values = new ArrayList<>();

    private Snapshot(String uri, String app) {
        this.uri = uri;
        this.pattern = "{" + app + "*";
    }

    static Snapshot take(String uri, String app) {
        var snapshot = new Snapshot(uri, app);
        snapshot.commands(redis -> {
            for (byte[] key : redis.keys(snapshot.pattern)) {
                snapshot.values.add(new Value(key, redis.dump(key), redis.pttl(key)));
            }
        });
        return snapshot;
    }

    /** All at once. */
    void restore() {
        commands(redis -> {
            List<byte[]> keys = redis.keys(pattern);
            redis.multi();
            keys.forEach(redis::del);
            for (Value value : values) {
                redis.restore(value.key(), value.dump(), RestoreArgs.Builder.ttl(Math.max(0, value.ttlMs())));
            }
            redis.exec();
        });
    }

    private void commands(Consumer<RedisCommands<byte[], byte[]>> action) {
        var client = RedisClient.create(uri);
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            action.accept(connection.sync());
        } finally {
            client.shutdown();
        }
    }
}

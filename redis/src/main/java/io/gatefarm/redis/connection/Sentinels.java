package io.gatefarm.redis.connection;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the Sentinels of a Redis URI where the master is, over one connection to the first that answers; when it fails, the next
 * question goes to the first that answers then. Owned by one thread.
 */
final class Sentinels implements AutoCloseable {
    private final RedisClient client;
    private final String masterName;
    private @Nullable StatefulRedisSentinelConnection<String, String> connection;

    Sentinels(RedisClient client, RedisConfig config) {
        this.client = client;
        this.masterName = config.toLettuce().getSentinelMasterId();
    }

    /**
     * Blocks, at most the command timeout for each Sentinel and one more.
     *
     * @return unresolved; empty when no master of that name is known
     * @throws RedisException when no Sentinel answers
     */
    Optional<InetSocketAddress> master() {
        try {
            var open = connection;
            if (open == null) {
                open = client.connectSentinel();
                connection = open;
            }
            return Optional.ofNullable((InetSocketAddress) open.sync().getMasterAddrByName(masterName));
        } catch (RedisCommandInterruptedException e) { // says nothing about the Sentinel
            throw e;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        var open = connection;
        connection = null;
        if (open != null) {
            open.closeAsync();
        }
    }
}

package io.gatefarm.redis.connection;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;

/**
 * Where the connections to one Redis come from. {@link RedisConnector} opens the driver's; a simulation puts its own Redis behind
 * them, and all above runs unchanged. Thread-safe.
 */
public interface RedisConnections extends AutoCloseable {
    RedisConfig config();

    /**
     * A connection for commands, which fail at once while Redis is away and are never sent again by the driver.
     *
     * @param connected runs on an I/O thread after each reconnect (not after the first connect); must not block
     * @throws RedisUnavailableException that names the address and what is wrong when Redis cannot be reached now
     */
    StatefulRedisConnection<String, byte[]> commands(Runnable connected);

    /**
     * A connection for subscriptions, which subscribes again by itself.
     *
     * @param connected as in {@link #commands}
     * @throws RedisUnavailableException that names the address and what is wrong when Redis cannot be reached now
     */
    StatefulRedisPubSubConnection<String, byte[]> subscriber(Runnable connected);

    /**
     * Looks at a command's failure: a server that turns out to be a replica is left, so that the master is looked for anew. Must not
     * block.
     */
    void failed(Throwable failure);

    /** Closes every connection. */
    @Override
    void close();
}

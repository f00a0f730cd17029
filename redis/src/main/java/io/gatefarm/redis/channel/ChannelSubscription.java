package io.gatefarm.redis.channel;

import io.gatefarm.redis.connection.RedisConnections;
import io.gatefarm.redis.connection.RedisFailures;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription on a connection of its own; it is made again by itself after a reconnect. What was published meanwhile is gone. */
public final class ChannelSubscription implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelSubscription.class);

    private final StatefulRedisPubSubConnection<String, byte[]> connection;

    private ChannelSubscription(StatefulRedisPubSubConnection<String, byte[]> connection) {
        this.connection = connection;
    }

    /**
     * Returns once Redis has confirmed the subscription.
     *
     * @param connected runs on an I/O thread after each reconnect; must not block
     */
    static ChannelSubscription open(
            RedisConnections connector,
            List<String> channels,
            BiConsumer<String, byte[]> listener,
            Runnable connected) {
        var connection = connector.subscriber(connected);
        connection.addListener(new RedisPubSubAdapter<String, byte[]>() {
            @Override
            public void message(String channel, byte[] message) {
                try {
                    listener.accept(channel, message);
                } catch (RuntimeException e) {
                    log.error("message of {} bytes on {} failed", message.length, channel, e);
                }
            }
        });
        try {
            RedisFailures.await(
                    connection.async().subscribe(channels.toArray(String[]::new)),
                    connector.config().commandTimeout());
        } catch (RuntimeException e) {
            connection.close();
            throw RedisFailures.translate(e, connector.config(), "SUBSCRIBE " + String.join(" ", channels));
        }
        return new ChannelSubscription(connection);
    }

    /** False while the connection is lost, so that nothing comes. */
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void close() {
        connection.close();
    }
}

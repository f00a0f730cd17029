package io.gatefarm.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.netty.channel.epoll.Epoll;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens this process's connections to one Redis: {@link #commands} ones, on which commands fail at once while Redis is away
 * and are never sent again by the driver (replaying ran 64,951 of 60,000 increments in a trial), and {@link #subscriber} ones,
 * which subscribe again by themselves. Both reconnect for ever, within about a second of Redis's return; with Sentinels each
 * reconnect asks them for the master, and connections to another server are left within some seconds.
 *
 * <p>Thread-safe. {@link #close} closes every connection.
 */
public final class RedisConnector implements RedisConnections {
    private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final long ACTIVE_POLL_NS = Duration.ofMillis(1).toNanos();
    private static final Duration HALF_OPEN_LIMIT = Duration.ofSeconds(10);
    private static final int REQUEST_QUEUE = 20_000;
    private static final int CONNECTS = 3;
    private static final long LEAVE_PAUSE_NS = Duration.ofSeconds(1).toNanos();

    private final RedisConfig config;
    private final DataConnections connections = new DataConnections();
    private final ClientResources resources;
    private final RedisClient commandClient;
    private final RedisClient subscriberClient;
    private final Map<RedisChannelHandler<?, ?>, Runnable> onConnected = new ConcurrentHashMap<>();
    private final @Nullable MasterWatch watch;
    private final AtomicLong leaveAgainNs = new AtomicLong(System.nanoTime());

    private RedisConnector(RedisConfig config) {
        this.config = config;
        this.resources = ClientResources.builder()
                .nettyCustomizer(connections)
                .reconnectDelay(
                        Delay.fullJitter(Duration.ofMillis(50), Duration.ofSeconds(1), 50, TimeUnit.MILLISECONDS))
                .build();
        this.commandClient = client(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
        this.subscriberClient = client(ClientOptions.DisconnectedBehavior.DEFAULT);
        commandClient.addListener(new ConnectedListener());
        subscriberClient.addListener(new ConnectedListener());
        this.watch = config.usesSentinels() ? new MasterWatch(new Sentinels(commandClient, config), connections) : null;
    }

    /**
     * Prepares the driver; connects nothing yet.
     *
     * @throws IllegalArgumentException that names the file when one of those for TLS is not what it should be
     */
    public static RedisConnector create(RedisConfig config) {
        config.tls().check();
        return new RedisConnector(config);
    }

    @Override
    public RedisConfig config() {
        return config;
    }

    private RedisClient client(ClientOptions.DisconnectedBehavior behavior) {
        RedisClient client = RedisClient.create(resources, config.toLettuce());
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(behavior)
                .requestQueueSize(REQUEST_QUEUE)
                .timeoutOptions(TimeoutOptions.enabled(config.commandTimeout()))
                .socketOptions(socketOptions())
                .sslOptions(config.tls().toLettuce(CONNECT_TIMEOUT))
                .build());
        return client;
    }

    private static SocketOptions socketOptions() {
        var options = SocketOptions.builder()
                .connectTimeout(CONNECT_TIMEOUT)
                .keepAlive(true)
                .tcpNoDelay(true);
        if (Epoll.isAvailable()) {
            options.tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(HALF_OPEN_LIMIT)
                    .build());
        }
        return options.build();
    }

    @Override
    public StatefulRedisConnection<String, byte[]> commands(Runnable connected) {
        var connection = connect(() -> commandClient.connect(CODEC), connected);
        awaitActive(connection);
        return connection;
    }

    @Override
    public StatefulRedisPubSubConnection<String, byte[]> subscriber(Runnable connected) {
        return connect(() -> subscriberClient.connectPubSub(CODEC), connected);
    }

    /** Seen on a busy machine: a connection just opened that was not active for a moment, and rejected its first commands. */
    private static void awaitActive(StatefulRedisConnection<String, byte[]> connection) {
        long deadlineNs = System.nanoTime() + CONNECT_TIMEOUT.toNanos();
        while (rejects(connection) && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(ACTIVE_POLL_NS);
        }
    }

    /** What {@code isOpen} tells is true before the connection is active, but a command that is rejected has failed at once. */
    private static boolean rejects(StatefulRedisConnection<String, byte[]> connection) {
        return connection.async().ping().toCompletableFuture().isCompletedExceptionally();
    }

    /** Connects; again when the driver has lost what Redis said before it closed, which it sometimes does. */
    private <C extends StatefulConnection<?, ?>> C connect(Supplier<C> driver, Runnable connected) {
        for (int tried = 1; ; tried++) {
            try {
                C connection = driver.get();
                onConnected.put((RedisChannelHandler<?, ?>) connection, connected);
                if (watch != null) {
                    watch.start();
                }
                return connection;
            } catch (RedisException | IllegalArgumentException | CompletionException e) {
                boolean lost = ConnectFailure.isClosed(
                        String.valueOf(ConnectFailure.root(e).getMessage()));
                if (!lost || tried == CONNECTS) {
                    throw failure(e);
                }
            }
        }
    }

    private RedisUnavailableException failure(Throwable cause) {
        if (!config.usesSentinels()) {
            return ConnectFailure.of(config, cause);
        }
        try (var sentinels = new Sentinels(commandClient, config)) {
            return SentinelFailure.of(config, sentinels, cause);
        }
    }

    /**
     * Looks at a command's failure: a server that turns out to be a replica is left on all connections, as it was the master once
     * and its place was taken; the driver then looks for Redis anew. Once a second at most.
     */
    @Override
    public void failed(Throwable failure) {
        long nowNs = System.nanoTime();
        long againNs = leaveAgainNs.get();
        if (RedisFailures.isFromReplica(failure)
                && nowNs - againNs >= 0
                && leaveAgainNs.compareAndSet(againNs, nowNs + LEAVE_PAUSE_NS)) {
            int left = connections.closeAll();
            log.warn(
                    "left a server that is not the master: connections={} reason={}",
                    left,
                    RedisFailures.cause(failure).getMessage());
        }
    }

    @Override
    public void close() {
        onConnected.clear();
        if (watch != null) {
            watch.close();
        }
        for (RedisClient client : List.of(commandClient, subscriberClient)) {
            client.shutdown(Duration.ZERO, CONNECT_TIMEOUT);
        }
        resources
                .shutdown(0, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CONNECT_TIMEOUT.toMillis());
    }

    private final class ConnectedListener implements RedisConnectionStateListener {
        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            if (!(connection instanceof StatefulRedisSentinelConnection)) {
                connections.connected(address);
            }
            Runnable connected = onConnected.get(connection);
            if (connected != null) {
                log.info("connected again to Redis at {} server={}", config.address(), address);
                connected.run();
            }
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            if (connection.isClosed()) {
                onConnected.remove(connection);
            } else if (onConnected.containsKey(connection)) {
                log.warn("lost the connection to Redis at {}; connecting again", config.address());
            }
        }

        @Override
        public void onRedisExceptionCaught(RedisChannelHandler<?, ?> connection, Throwable cause) {
            log.debug("Redis connection", cause);
        }
    }
}

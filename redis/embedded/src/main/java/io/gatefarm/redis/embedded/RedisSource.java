package io.gatefarm.redis.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A Redis to work with, wherever it comes from: the configured one, else a {@link LocalRedis} started for the purpose.
 *
 * <pre>{@code
 * try (var redis = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"))) {
 *     var client = RedisClient.create(redis.uri());
 *     ...
 * }
 * }</pre>
 */
public sealed interface RedisSource extends AutoCloseable permits ConfiguredRedis, LocalRedis, LocalSentinelRedis {
    /**
     * Takes the configured Redis or starts one. A configured URI is neither parsed nor connected to.
     *
     * @param configuredUri the URI of a Redis that runs already; {@code null} or blank starts a {@link LocalRedis}
     * @throws RedisStartException if none is configured and none could be started
     */
    static RedisSource open(@Nullable String configuredUri) {
        if (configuredUri == null || configuredUri.isBlank()) {
            return LocalRedis.start();
        }
        return new ConfiguredRedis(configuredUri.strip());
    }

    /** Where to connect, as {@code redis://host:port} or whatever was configured, password included. */
    String uri();

    /** One line for the log about which Redis this is and where it came from, without any password. */
    String describe();

    /** Ends the Redis if it was started here, deleting its data; leaves a configured one alone. Repeatable. */
    @Override
    void close();
}

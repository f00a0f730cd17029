package io.gatefarm.gateway.config;

import io.gatefarm.redis.connection.RedisConfig;

/**
 * Which app the gateway serves.
 *
 * @param app the app's name
 * @param partitions streams of the app; 0 takes what the app was set up with
 */
public record FarmConfig(RedisConfig redis, String app, int partitions) {
    public FarmConfig {
        Check.range("partitions", partitions, 0, 1024);
    }
}

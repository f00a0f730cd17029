package io.gatefarm.cli;

import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.overview.FarmOverview;
import io.gatefarm.redis.stream.DeadLetters;
import java.util.concurrent.CompletionStage;

/** A farm that a command is connected to. Owned by the command's thread. */
final class Farm implements AutoCloseable {
    private final FarmRedis redis;
    private final RedisConfig config;
    private final GatewayClient gateway;
    private final FarmOverview overview;

    Farm(FarmRedis redis, RedisConfig config) {
        this.redis = redis;
        this.config = config;
        this.gateway = GatewayClient.over(redis);
        this.overview = redis.overview();
    }

    String app() {
        return redis.keys().app();
    }

    /** Host and port of its Redis. */
    String address() {
        return config.address();
    }

    GatewayClient gateway() {
        return gateway;
    }

    FarmOverview overview() {
        return overview;
    }

    GatewayLeases gatewayLeases() {
        return redis.gatewayLeases();
    }

    DeadLetters letters() {
        return redis.deadLetters();
    }

    PartitionLeases partitionLeases() {
        return redis.partitionLeases();
    }

    /** The stage's value, waited for as long as Redis may take. */
    <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, config.commandTimeout());
    }

    @Override
    public void close() {
        gateway.close();
        redis.close();
    }
}

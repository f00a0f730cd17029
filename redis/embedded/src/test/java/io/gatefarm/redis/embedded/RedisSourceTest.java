package io.gatefarm.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RedisSourceTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void open_nothingConfigured_startsOne(String configured) throws Exception {
        var redis = RedisSource.open(configured);
        try (redis) {
            assertThat(redis).isInstanceOf(LocalRedis.class);
            assertThat(RespConnection.call((LocalRedis) redis, "PING")).isEqualTo("PONG");
        }
        assertThat(((LocalRedis) redis).folder()).doesNotExist();
    }

    @Test
    void open_configured_startsNothingAndLeavesItAlone() throws Exception {
        try (var running = LocalRedis.start()) {
            try (var redis = RedisSource.open(running.uri())) {
                assertThat(redis.uri()).isEqualTo(running.uri());
                assertThat(redis.describe()).isEqualTo("configured Redis at " + running.uri());
            }
            assertThat(RespConnection.call(running, "PING")).isEqualTo("PONG");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-sentinel://app:s3cret@h1:26379,h2:26379/0#main",
                "redis-sentinel://s3c@ret/:@h1:26379,h2:26379/0#main"
            })
    void describe_configuredWithPassword_hidesIt(String configured) {
        var redis = RedisSource.open(configured);

        assertThat(redis.uri()).isEqualTo(configured);
        assertThat(redis.describe()).isEqualTo("configured Redis at redis-sentinel://h1:26379,h2:26379/0#main");
        assertThat(redis.toString()).doesNotContain("s3c");
    }
}

package io.gatefarm.redis.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://redis.example:6380",
                "redis://secret@redis.example:6380",
                "redis://:secret@redis.example:6380/3",
                "redis://me:secret@redis.example:6380",
                "rediss://me:secret@redis.example:6380"
            })
    void address_ofAnyUri_isHostAndPort(String uri) {
        var config = RedisConfig.of(uri);

        assertThat(config.address()).isEqualTo("redis.example:6380");
        assertThat(config.toString()).isEqualTo("RedisConfig[redis.example:6380, commandTimeout=PT3S]");
    }

    @Test
    void address_withoutAPort_isTheDefaultOne() {
        assertThat(RedisConfig.of("redis://localhost").address()).isEqualTo("localhost:6379");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-sentinel://one:26379,two:26380/0#main",
                "redis-sentinel://one,two:26380#main",
                "rediss-sentinel://me:secret@one,two:26380/0#main"
            })
    void address_ofSentinels_isAllOfThemAndTheMastersName(String uri) {
        var config = RedisConfig.of(uri);

        assertThat(config.address()).isEqualTo("one:26379,two:26380#main");
        assertThat(config.usesSentinels()).isTrue();
        assertThat(config.usesTls()).isEqualTo(uri.startsWith("rediss"));
        assertThat(config.user()).isEqualTo(uri.contains("me:") ? "me" : "default");
        assertThat(config.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-sentinel://one:26379,two:26379",
                "redis-sentinel://one:26379/0#",
                "rediss-sentinel://:topsecret@one:26379/0"
            })
    void uri_ofSentinelsWithoutTheMastersName_saysSo(String uri) {
        assertThatThrownBy(() -> RedisConfig.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Redis URI of Sentinels must end in # and the name of their master")
                .hasMessageEndingWith(", but is " + uri.replace(":topsecret", "***"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-sentinel://#main", "redis-sentinel://one:x,two#main", "redis-sentinel://a b#main"})
    void uri_ofSentinelsInBadForm_isRefusedWithTheUri(String uri) {
        assertThatThrownBy(() -> RedisConfig.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Redis URI must look like redis-sentinel://host:26379,host:26379/0#name but is " + uri);
    }

    @Test
    void sentinelLogin_withoutSentinels_isRefused() {
        var config = RedisConfig.of("redis://localhost");

        assertThatThrownBy(() -> config.withSentinelLogin(RedisLogin.of("", "topsecret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a login for Sentinels is configured, but Redis URI redis://localhost is not"
                        + " redis-sentinel://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:6379", "http://localhost", "redis://", "redis://a b"})
    void uri_notOfRedis_isRefusedWithTheUri(String uri) {
        assertThatThrownBy(() -> RedisConfig.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Redis URI must look like redis://host:6379 but is " + uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://:topsecret@localhost",
                "redis://:topsecret@",
                "redis://:tops/ecret@local host",
                "redis://:tops@ecret@local host",
                "redis://:tops/ecret@localhost:6379",
                "redis://me:tops ecret@localhost:6379",
                "redis://me:tops\necret@localhost:6379",
                "redis:me:topsecret@localhost:6379",
                "me:topsecret@localhost:6379"
            })
    void uri_refused_neverShowsThePassword(String uri) {
        assertThatThrownBy(() -> RedisConfig.of(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("***@")
                .message()
                .doesNotContain("tops")
                .doesNotContain("ecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.099S", "PT-1S", "PT1M0.001S", "PT9999999999999H"})
    void commandTimeout_outOfRange_isRefusedWithTheValue(Duration timeout) {
        assertThatThrownBy(() -> new RedisConfig("redis://localhost", timeout))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("commandTimeout must be 100 ms to 60 s but is " + timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.1S", "PT1M"})
    void commandTimeout_atALimit_isTaken(Duration timeout) {
        assertThat(new RedisConfig("redis://localhost", timeout).commandTimeout())
                .isEqualTo(timeout);
    }
}

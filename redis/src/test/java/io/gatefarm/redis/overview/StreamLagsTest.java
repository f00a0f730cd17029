package io.gatefarm.redis.overview;

import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class StreamLagsTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private final AtomicLong nowNs = new AtomicLong();

    private StreamLags lags() {
        return new StreamLags(farm.redis().overview(), 8, nowNs::get);
    }

    @Test
    void lag_neverRead_isNoNumber() {
        assertThat(lags().lag(0)).isNaN();
        assertThat(lags().withoutOwner()).isNaN();
    }

    @Test
    void lag_ownedPartitionWithEvents_isTheirNumberUntilTheReadingIsOld() {
        farm.register("gw1");
        String client = farm.open("gw1", 3);
        farm.append("gw1", 3, 2, received(client, "gw1", "a"), received(client, "gw1", "b"));
        farm.acquire(3, "w1");
        var lags = lags();

        lags.refresh();

        await().until(() -> lags.lag(3) == 3);
        assertThat(lags.lag(2)).isZero();
        assertThat(lags.withoutOwner()).isEqualTo(7);
        nowNs.addAndGet(Duration.ofSeconds(11).toNanos());
        assertThat(lags.lag(3)).isNaN();
        assertThat(lags.withoutOwner()).isNaN();
    }

    @Test
    void refresh_nobodyHasAskedForLong_readsNothing() {
        var lags = lags();
        lags.refresh();
        await().until(() -> lags.lag(0) == 0);

        farm.plain().hset(farm.keys().partition(0), "appended", "7");
        nowNs.addAndGet(Duration.ofMinutes(3).toNanos());
        lags.refresh();
        assertThat(lags.lag(0)).isNaN(); // asks
        lags.refresh();

        await().until(() -> lags.lag(0) == 7);
    }

    @Test
    void lag_redisKilledAndBack_isReadAgain() {
        try (var server = LocalRedis.start();
                var redis = FarmRedis.open(RedisConfig.of(server.uri()), "app")) {
            var lags = new StreamLags(redis.overview(), 8, nowNs::get);
            lags.refresh();
            await().until(() -> lags.lag(0) == 0);

            server.kill();
            nowNs.addAndGet(Duration.ofSeconds(11).toNanos());
            lags.refresh();
            assertThat(lags.lag(0)).isNaN();

            server.restart();
            await().until(() -> {
                lags.refresh();
                return lags.lag(0) == 0;
            });
        }
    }

    @Test
    void letters_ofTheApp_areCounted() {
        var letters = new LetterCount(farm.redis().overview(), nowNs::get);
        assertThat(letters.number()).isNaN();
        farm.plain().xadd(farm.keys().deadLetters(), Map.of("origin", "x"));

        letters.refresh();

        await().until(() -> letters.number() == 1);
    }

    @Test
    void withoutOwner_leaseRunOut_countsThePartitionThoughItsOwnerIsNamed() {
        farm.acquire(3, "w1");
        farm.plain().hset(farm.keys().partition(3), "until", "1");
        var lags = lags();

        lags.refresh();

        await().until(() -> lags.withoutOwner() == 8);
        assertThat(farm.plain().hget(farm.keys().partition(3), "owner")).isEqualTo("w1");
    }
}

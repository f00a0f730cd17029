package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Redis of its own that does not answer for longer than a lease. */
final class RedisPauseTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final LocalRedis server = LocalRedis.start(LocalRedisConfig.DEFAULTS);
    private final Farm farm = new Farm();

    @BeforeEach
    void open() {
        farm.open(server.uri());
    }

    @AfterEach
    void close() {
        farm.close();
        server.close();
    }

    private List<String> owners() {
        return IntStream.range(0, 8)
                .mapToObj(p -> farm.raw().text("HMGET", farm.keys().partition(p), "owner", "epoch"))
                .toList();
    }

    @Test
    void redis_pausedForLongerThanALease_nobodyLosesOne() {
        var events = new RecordedEvents();
        var first = farm.start(farm.config(Farm.lease(LEASE)), events);
        var second = farm.start(farm.config(Farm.lease(LEASE)), events);
        await().until(() ->
                first.partitions().size() == 4 && second.partitions().size() == 4);
        String client = farm.gateway().connect();
        events.await(client, "connect");
        List<String> before = owners();

        farm.raw().call("CLIENT", "PAUSE", "5000", "ALL");
        farm.raw().call("PING"); // comes back with Redis
        farm.gateway().receive(client, "after");
        events.await(client, "after");
        // looks enough for anybody who would take something
        await().during(LEASE).atMost(Duration.ofSeconds(10)).until(() -> owners().equals(before));

        assertThat(first.partitions()).hasSize(4);
        assertThat(second.partitions()).hasSize(4);
    }
}

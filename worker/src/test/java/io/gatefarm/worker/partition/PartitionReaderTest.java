package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.RedisSource;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class PartitionReaderTest {
    /** Throws when it is first looked at, as the driver may when it is asked to read. */
    private static final class FailingOnce extends ConcurrentHashMap<Integer, PartitionConsumer> {
        private static final long serialVersionUID = 1;
        final transient AtomicInteger looks = new AtomicInteger();

        @Override
        public Collection<PartitionConsumer> values() {
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException("for the test");
            }
            return super.values();
        }
    }

    @Test
    void read_throws_theNextOneComes() throws Exception {
        var timer = Executors.newSingleThreadScheduledExecutor();
        try (var source = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
                var redis = FarmRedis.open(RedisConfig.of(source.uri()), "reader-test")) {
            var consumers = new FailingOnce();
            var reader = new PartitionReader(redis.inbound(), consumers, 8, timer, () -> {});
            reader.start();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> consumers.looks.get() > 2);
            assertThat(reader.stop()).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            timer.shutdownNow();
        }
    }
}

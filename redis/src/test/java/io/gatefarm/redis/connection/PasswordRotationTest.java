package io.gatefarm.redis.connection;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A new password in the file is taken at the next connect, without a restart of the process. */
@Timeout(60)
class PasswordRotationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void passwordFile_newPassword_isUsedAtTheNextReconnectByAllConnections() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first");
        try (var redis = new SecureRedis(folder.resolve("tls"))) {
            redis.setPassword("first");
            var config =
                    RedisConfig.of(redis.tlsUri()).withTls(redis.trusting()).withLogin(RedisLogin.fromFile("me", file));
            try (var farm = FarmRedis.open(config, "rotation")) {
                var received = new AtomicInteger();
                try (var subscription = farm.outbound().subscribe("gw", counting(received))) {
                    assertThat(get(farm.directory().countClients())).isZero();

                    redis.setPassword("second"); // ends the user's connections, too
                    redis.disconnect();
                    Files.writeString(file, "second\r\n");

                    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                        assertThat(get(farm.directory().countClients())).isZero();
                        assertThat(subscription.isOpen()).isTrue();
                        get(farm.outbound().sendToAll(new byte[] {'x'}));
                        assertThat(received).hasPositiveValue();
                    });
                }
            }
        }
    }

    private static ChannelListener counting(AtomicInteger received) {
        return new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                received.incrementAndGet();
            }

            @Override
            public void toAll(byte[] message) {
                received.incrementAndGet();
            }
        };
    }
}

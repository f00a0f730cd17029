package io.gatefarm.redis.connection;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.gatefarm.redis.FarmRedis;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever is logged, even with everything switched on: no password is in it. */
@Timeout(60)
class SecretsInLogsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final Map<Logger, Level> levels = new HashMap<>();

    @TempDir
    private Path folder;

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void listen() {
        var root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(root.getLoggerContext());
        encoder.setPattern("%level %logger %msg%n%ex{full}");
        encoder.start();
        appender.setContext(root.getLoggerContext());
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        for (String name : new String[] {"io.gatefarm", "io.lettuce", "io.netty"}) {
            var logger = logger(name);
            levels.put(logger, logger.getLevel());
            logger.setLevel(Level.TRACE);
            logger.setAdditive(false); // a few thousand lines
            logger.addAppender(appender);
        }
    }

    @AfterEach
    void restore() {
        levels.forEach((logger, level) -> {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(level);
        });
    }

    @Test
    void logs_withEverythingSwitchedOn_holdNoPassword() throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first-secret");
        try (var redis = new SecureRedis(folder.resolve("tls"))) {
            redis.setPassword("first-secret");
            var fromFile =
                    RedisConfig.of(redis.tlsUri()).withTls(redis.trusting()).withLogin(RedisLogin.fromFile("me", file));
            var inUri = RedisConfig.of(redis.uri().replace("redis://", "redis://me:first-secret@"));
            try (var one = FarmRedis.open(fromFile, "logs");
                    var other = FarmRedis.open(inUri, "logs")) {
                redis.setPassword("second-secret");
                redis.disconnect();
                Files.writeString(file, "second-secret");
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> get(one.directory().countClients()) == 0);
                assertThat(catchThrowable(() -> get(other.directory().countClients())))
                        .isInstanceOf(RedisUnavailableException.class);
            }
            assertThat(catchThrowable(() -> FarmRedis.open(inUri, "logs"))).isNotNull();
            var wrong = RedisConfig.of(redis.uri()).withLogin(RedisLogin.of("me", "third-secret"));
            assertThat(catchThrowable(() -> FarmRedis.open(wrong, "logs"))).isNotNull();
        }

        String logs = written.toString(StandardCharsets.UTF_8);
        assertThat(logs).contains("TRACE io.lettuce", "HELLO", "INFO io.gatefarm");
        assertThat(logs.lines().filter(line -> line.contains("secret")).toList())
                .isEmpty();
    }
}

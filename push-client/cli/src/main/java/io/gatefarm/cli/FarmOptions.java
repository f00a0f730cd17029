package io.gatefarm.cli;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.process.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which farm a command is about: the settings that gateways and workers have, under the same names. */
final class FarmOptions {
    private static final String DEFAULT_REDIS = "redis://127.0.0.1:6379";
    private static final String DEFAULT_APP = "gatefarm";

    @Option(
            names = "--redis-uri",
            paramLabel = "URI",
            description = "Where Redis is; else GATEFARM_REDIS_URI, else " + DEFAULT_REDIS)
    private @Nullable String redisUri;

    @Option(
            names = "--redis-timeout",
            paramLabel = "TIME",
            description = "How long Redis may take to answer; else GATEFARM_REDIS_TIMEOUT, else 3s")
    private @Nullable String redisTimeout;

    @Option(
            names = "--app",
            paramLabel = "APP",
            description = "Name of the app; else GATEFARM_APP, else " + DEFAULT_APP)
    private @Nullable String app;

    /** Connects. */
    Farm open() {
        Settings settings = Settings.read(System.getenv(), flags());
        Duration patience = settings.duration(
                "redis-timeout",
                RedisConfig.DEFAULT_COMMAND_TIMEOUT,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                "how long Redis may take to answer");
        RedisConfig redis =
                settings.value("redis-uri", DEFAULT_REDIS, "where Redis is", uri -> new RedisConfig(uri, patience));
        String name = settings.value("app", DEFAULT_APP, "name of the app", text -> new Keys(text).app());
        return new Farm(FarmRedis.open(redis, name), redis);
    }

    private String[] flags() {
        List<String> flags = new ArrayList<>();
        add(flags, "--redis-uri", redisUri);
        add(flags, "--redis-timeout", redisTimeout);
        add(flags, "--app", app);
        return flags.toArray(String[]::new);
    }

    private static void add(List<String> flags, String name, @Nullable String value) {
        if (value != null) {
            flags.add(name + "=" + value);
        }
    }
}

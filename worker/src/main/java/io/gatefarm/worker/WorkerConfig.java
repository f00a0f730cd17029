package io.gatefarm.worker;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.worker.partition.WorkLimits;

/**
 * What a worker is and where it works. Immutable; nothing may be null, a bad value is an {@link IllegalArgumentException} that
 * shows it.
 *
 * @param redis where Redis is
 * @param app whose events it handles: the name that the app's gateways and push clients use, too
 * @param name for people, 1 to 64 of {@code A-Z a-z 0-9 _ . -}; two workers may have the same
 * @param partitions of the app; 0 takes what is set, 8 when nothing is
 * @param limits how partitions are worked on
 */
public record WorkerConfig(RedisConfig redis, String app, String name, int partitions, WorkLimits limits) {
    public WorkerConfig {
        var unused = new Keys(app); // checks the name
        checkedName(name);
    }

    static String checkedName(String name) {
        if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException(
                    "worker name must be 1 to 64 of A-Z a-z 0-9 _ . - but is \"" + name + "\"");
        }
        return name;
    }

    /** A worker named {@code worker}, with the default limits and whatever partitions are set. */
    public static WorkerConfig of(String redisUri, String app) {
        return new WorkerConfig(RedisConfig.of(redisUri), app, "worker", 0, WorkLimits.DEFAULTS);
    }
}

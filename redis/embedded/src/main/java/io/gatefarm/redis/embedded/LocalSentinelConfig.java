package io.gatefarm.redis.embedded;

import java.time.Duration;

/**
 * How a {@link LocalSentinelRedis} is started.
 *
 * @param replicas how many replicas the master has at first; 1 to 5, default 1
 * @param minReplicasToWrite replicas without which a master refuses to write ({@code min-replicas-to-write}); default 0. With as
 *     many as there are replicas, writing ends with a failover until the old master is back as a replica: have one more
 * @param downAfter silence after which a Sentinel takes a server for dead ({@code down-after-milliseconds}); default 1 s
 * @param node settings of master and replicas; the port is left open, each takes a free one
 */
public record LocalSentinelConfig(int replicas, int minReplicasToWrite, Duration downAfter, LocalRedisConfig node) {
    /** One replica, any master may write, dead after a second, nothing kept on disk. */
    public static final LocalSentinelConfig DEFAULTS =
            new LocalSentinelConfig(1, 0, Duration.ofSeconds(1), LocalRedisConfig.DEFAULTS);

    private static final int MOST_REPLICAS = 5;

    public LocalSentinelConfig {
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("replicas not in 1.." + MOST_REPLICAS + ": " + replicas);
        }
        if (minReplicasToWrite < 0 || minReplicasToWrite > replicas) {
            throw new IllegalArgumentException("minReplicasToWrite not in 0.." + replicas + ": " + minReplicasToWrite);
        }
        if (downAfter.toMillis() < 1) {
            throw new IllegalArgumentException("downAfter < 1 ms: " + downAfter);
        }
        if (node.port() != 0) {
            throw new IllegalArgumentException("several servers cannot share port " + node.port());
        }
    }

    /** The same with another number of replicas. */
    public LocalSentinelConfig withReplicas(int number) {
        return new LocalSentinelConfig(number, minReplicasToWrite, downAfter, node);
    }

    /** The same with masters that refuse to write when fewer replicas than this follow them. */
    public LocalSentinelConfig withMinReplicasToWrite(int number) {
        return new LocalSentinelConfig(replicas, number, downAfter, node);
    }

    /** The same with another patience of the Sentinels. */
    public LocalSentinelConfig withDownAfter(Duration silence) {
        return new LocalSentinelConfig(replicas, minReplicasToWrite, silence, node);
    }

    /** The same with other settings of master and replicas. */
    public LocalSentinelConfig withNode(LocalRedisConfig settings) {
        return new LocalSentinelConfig(replicas, minReplicasToWrite, downAfter, settings);
    }
}

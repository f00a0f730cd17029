package io.gatefarm.gateway.config;

import java.time.Duration;

/**
 * How much may wait for Redis.
 *
 * @param bufferBytes bytes of events the gateway holds until workers have finished them, so that it can append again what Redis
 *     loses; shared evenly by the partitions. A partition past its share stops reading its clients, nothing is dropped
 * @param lagLimit events of a partition that workers have not read yet, past which it takes no more
 * @param outageLimit how long a client whose messages wait is kept before it is closed with 4002
 */
public record InboundConfig(long bufferBytes, long lagLimit, Duration outageLimit) {
    public static final InboundConfig DEFAULTS = new InboundConfig(64 << 20, 100_000, Duration.ofMinutes(5));

    public InboundConfig {
        Check.range("bufferBytes", bufferBytes, 1 << 10, 16L << 30);
        Check.range("lagLimit", lagLimit, 1, Long.MAX_VALUE);
        Check.atLeast("outageLimit", outageLimit, Duration.ofMillis(100));
    }
}

package io.gatefarm.gateway.config;

import java.time.Duration;

/**
 * The gateway's life in Redis and its end.
 *
 * @param lease time without a beat after which others may declare the gateway dead
 * @param beat time from beat to beat
 * @param drainWindow time over which an orderly stop spreads the closing of many clients, so that they do not all reconnect at
 *     once; few are closed at once
 */
public record LeaseConfig(Duration lease, Duration beat, Duration drainWindow) {
    public static final LeaseConfig DEFAULTS =
            new LeaseConfig(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(3));

    public LeaseConfig {
        Check.atLeast("beat", beat, Duration.ofMillis(50));
        Check.atLeast("lease", lease, beat.multipliedBy(2));
        Check.atLeast("drainWindow", drainWindow, Duration.ZERO);
    }
}

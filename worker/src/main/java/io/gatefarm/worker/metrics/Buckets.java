package io.gatefarm.worker.metrics;

import java.time.Duration;

/** Upper bounds of what is timed. */
final class Buckets {
    /** A Redis round trip. */
    static final Duration[] REDIS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
    };

    /** Business code, from a few lines in memory to a database that hangs. */
    static final Duration[] HANDLER = {
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
    };

    private Buckets() {}
}

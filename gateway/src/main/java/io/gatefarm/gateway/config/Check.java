package io.gatefarm.gateway.config;

import java.time.Duration;

/** Checks of config values; each failure names the value and shows it. */
final class Check {
    private Check() {}

    static void range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + " but is " + value);
        }
    }

    static void atLeast(String name, Duration value, Duration min) {
        if (value.compareTo(min) < 0) {
            throw new IllegalArgumentException(name + " must be at least " + min + " but is " + value);
        }
    }

    /** Zero, which means "off", or at least the given duration. */
    static void zeroOrAtLeast(String name, Duration value, Duration min) {
        if (!value.isZero()) {
            atLeast(name, value, min);
        }
    }
}

package io.gatefarm.bench.load;

/** What one process of the load generator may do at most. */
final class Bounds {
    /** Each connection is a file descriptor; 20,000 are allowed here and the JVM needs some. */
    static final int MAX_CONNECTIONS = 18_000;

    static final int MAX_SECONDS = 3600;
    static final int MAX_MESSAGE_BYTES = 1_000_000;

    /** Messages or connections per second: more than two cores can do. */
    static final int MAX_RATE = 1_000_000;

    private Bounds() {}

    static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s must be between %,d and %,d in one process: %,d".formatted(name, min, max, value));
        }
    }

    /** Checks a number per second. */
    static void checkRate(double rate) {
        if (!(rate >= 1 && rate <= MAX_RATE)) { // so written to refuse NaN too
            throw new IllegalArgumentException("rate must be between 1 and %,d: %,f".formatted(MAX_RATE, rate));
        }
    }
}

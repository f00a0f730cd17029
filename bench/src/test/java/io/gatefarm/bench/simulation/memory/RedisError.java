package io.gatefarm.bench.simulation.memory;

/** An error reply; the message begins with its kind, such as NOSCRIPT. */
public final class RedisError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RedisError(String message) {
        super(message, null, false, false);
    }
}

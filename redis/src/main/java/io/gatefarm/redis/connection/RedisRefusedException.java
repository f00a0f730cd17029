package io.gatefarm.redis.connection;

/**
 * Redis answered a command with an error (no memory left, no permission): it did not run. Trying again
 * helps only when somebody changes something in Redis; the message has Redis's own words.
 */
public final class RedisRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RedisRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}

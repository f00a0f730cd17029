package io.gatefarm.redis.connection;

import org.jspecify.annotations.Nullable;

/**
 * Redis did not answer: not reachable, the connection broke or the command timed out. Whether the command ran is unknown;
 * nothing is sent again by itself, the caller decides.
 */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

package io.gatefarm.redis.embedded;

import org.jspecify.annotations.Nullable;

/**
 * No local Redis could be started. The message is one line that says what was tried and how the server's log ended;
 * the way out is another port or setting, an installed {@code redis-server}, or a configured Redis.
 */
public final class RedisStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RedisStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    RedisStartException(String message) {
        this(message, null);
    }
}

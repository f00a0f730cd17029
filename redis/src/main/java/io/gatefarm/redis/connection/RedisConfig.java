package io.gatefarm.redis.connection;

import io.lettuce.core.RedisURI;
import java.time.Duration;

/**
 * Where Redis is and how long to wait for it.
 *
 * @param uri {@code redis://[[user]:password@]host[:port][/database]}; may hold a password, so it is never printed
 * @param commandTimeout after this a command counts as failed with unknown outcome; 100 ms to 60 s, default 3 s
 */
public record RedisConfig(String uri, Duration commandTimeout) {
    public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    public RedisConfig {
        if (commandTimeout.compareTo(SHORTEST) < 0 || commandTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("commandTimeout must be 100 ms to 60 s but is " + commandTimeout);
        }
        parse(uri);
    }

    public static RedisConfig of(String uri) {
        return new RedisConfig(uri, DEFAULT_COMMAND_TIMEOUT);
    }

    /** A text that may be a URI, for messages: what stands before its last '@' may be a password. */
    public static String masked(String text) {
        return text.replaceFirst("(?s)^([a-z-]+://)?.*@", "$1***@");
    }

    /** Host and port, for messages; no user, no password. */
    public String address() {
        RedisURI parsed = parse(uri);
        return parsed.getSocket() != null ? parsed.getSocket() : parsed.getHost() + ":" + parsed.getPort();
    }

    RedisURI toLettuce() {
        RedisURI parsed = parse(uri);
        parsed.setTimeout(commandTimeout);
        return parsed;
    }

    private static RedisURI parse(String uri) {
        try {
            return RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            // the cause's message repeats the URI, which may hold a password, and that any character
            throw new IllegalArgumentException("Redis URI must look like redis://host:6379 but is " + masked(uri));
        }
    }

    @Override
    public String toString() {
        return "RedisConfig[" + address() + ", commandTimeout=" + commandTimeout + "]";
    }
}

package io.gatefarm.redis.connection;

import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Where Redis is, how long to wait for it, who this process is to it, and what TLS needs. Immutable; never prints a password.
 *
 * <pre>{@code
 * RedisConfig.of("rediss://redis.example:6380")
 *         .withLogin(RedisLogin.fromFile("chat-push", Path.of("/run/secrets/redis")))
 *         .withTls(RedisTls.SYSTEM.withCaFile(Path.of("/etc/ssl/redis-ca.pem")));
 * }</pre>
 *
 * <p>With Sentinels, {@code redis-sentinel://host[:port],host[:port]/0#name} asks them at each connect and reconnect where the
 * master of that name is, and every second whether it is another one by now.
 *
 * @param uri {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://…} for TLS; or {@code
 *     redis-sentinel://[[user]:password@]host[:port],host[:port][/database]#name}, or {@code rediss-sentinel://…} for TLS to
 *     Sentinels and master. User and password are for the master
 * @param commandTimeout after this a command counts as failed with unknown outcome; 100 ms to 60 s, default 3 s
 * @param login user and password; {@link RedisLogin#NONE} when they stand in the URI, or Redis wants none
 * @param tls whom to trust and how to be known, for {@code rediss://} and {@code rediss-sentinel://} alone
 * @param sentinelLogin user and password for the Sentinels themselves; {@link RedisLogin#NONE} when they want none
 */
public record RedisConfig(
        String uri, Duration commandTimeout, RedisLogin login, RedisTls tls, RedisLogin sentinelLogin) {
    public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(3);
    private static final String SENTINEL_EXAMPLE = "redis-sentinel://host:26379,host:26379/0#name";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    public RedisConfig {
        if (commandTimeout.compareTo(SHORTEST) < 0 || commandTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("commandTimeout must be 100 ms to 60 s but is " + commandTimeout);
        }
        RedisURI parsed = parse(uri);
        if (!login.equals(RedisLogin.NONE) && hasLogin(uri)) {
            throw new IllegalArgumentException("Redis URI " + masked(uri) + " holds a login, and another one is given");
        }
        if (!tls.equals(RedisTls.SYSTEM) && !parsed.isSsl()) {
            throw new IllegalArgumentException("TLS is configured, but Redis URI " + masked(uri) + " is not rediss://");
        }
        if (!sentinelLogin.equals(RedisLogin.NONE) && parsed.getSentinels().isEmpty()) {
            throw new IllegalArgumentException(
                    "a login for Sentinels is configured, but Redis URI " + masked(uri) + " is not redis-sentinel://");
        }
    }

    /** Without login and files of its own: all that is needed stands in the URI. */
    public RedisConfig(String uri, Duration commandTimeout) {
        this(uri, commandTimeout, RedisLogin.NONE, RedisTls.SYSTEM, RedisLogin.NONE);
    }

    public static RedisConfig of(String uri) {
        return new RedisConfig(uri, DEFAULT_COMMAND_TIMEOUT);
    }

    /** The same with another limit for commands. */
    public RedisConfig withCommandTimeout(Duration limit) {
        return new RedisConfig(uri, limit, login, tls, sentinelLogin);
    }

    /** The same as another Redis user. */
    public RedisConfig withLogin(RedisLogin other) {
        return new RedisConfig(uri, commandTimeout, other, tls, sentinelLogin);
    }

    /** The same with files for TLS. */
    public RedisConfig withTls(RedisTls other) {
        return new RedisConfig(uri, commandTimeout, login, other, sentinelLogin);
    }

    /** The same with a login for the Sentinels themselves. */
    public RedisConfig withSentinelLogin(RedisLogin other) {
        return new RedisConfig(uri, commandTimeout, login, tls, other);
    }

    /** A text that may be a URI, for messages: what stands before its last '@' may be a password. */
    public static String masked(String text) {
        return text.replaceFirst("(?s)^([a-z-]+://)?.*@", "$1***@");
    }

    /** Host and port, or those of the Sentinels and the master's name, for messages; no user, no password. */
    public String address() {
        RedisURI parsed = parse(uri);
        if (!parsed.getSentinels().isEmpty()) {
            return parsed.getSentinels().stream()
                    .map(sentinel -> sentinel.getHost() + ":" + sentinel.getPort())
                    .collect(Collectors.joining(",", "", "#" + parsed.getSentinelMasterId()));
        }
        return parsed.getSocket() != null ? parsed.getSocket() : parsed.getHost() + ":" + parsed.getPort();
    }

    /** True for {@code redis-sentinel://} and {@code rediss-sentinel://}. */
    public boolean usesSentinels() {
        return !parse(uri).getSentinels().isEmpty();
    }

    /** True for {@code rediss://} and {@code rediss-sentinel://}. */
    public boolean usesTls() {
        return parse(uri).isSsl();
    }

    /** True when user or password stand in the URI. */
    public boolean uriHasLogin() {
        return hasLogin(uri);
    }

    private static boolean hasLogin(String uri) {
        return uri.indexOf('@') >= 0;
    }

    /** The Redis user as whom this process works, for messages. */
    public String user() {
        if (!login.equals(RedisLogin.NONE)) {
            return login.userOrDefault();
        }
        String authority = Objects.requireNonNullElse(URI.create(uri).getAuthority(), "");
        String userInfo = authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
        int colon = userInfo.indexOf(':');
        return colon > 0 ? userInfo.substring(0, colon) : RedisLogin.DEFAULT_USER; // without a colon it is a password
    }

    RedisURI toLettuce() {
        RedisURI parsed = parse(uri);
        common(parsed);
        for (RedisURI sentinel : parsed.getSentinels()) {
            common(sentinel);
            if (!sentinelLogin.equals(RedisLogin.NONE)) {
                sentinel.setCredentialsProvider(RedisCredentialsProvider.from(sentinelLogin::credentials));
            }
        }
        if (!login.equals(RedisLogin.NONE)) {
            parsed.setCredentialsProvider(RedisCredentialsProvider.from(login::credentials));
        }
        if (parsed.isSsl()) {
            parsed.setVerifyPeer(tls.verifyHost() ? SslVerifyMode.FULL : SslVerifyMode.CA);
        }
        return parsed;
    }

    private void common(RedisURI server) {
        server.setTimeout(commandTimeout);
        // else the driver sends CLIENT SETINFO, which Redis 7.0 does not know and a narrow ACL user may not call
        server.setLibraryName("");
        server.setLibraryVersion("");
    }

    private static RedisURI parse(String uri) {
        boolean sentinels = uri.startsWith("redis-sentinel://") || uri.startsWith("rediss-sentinel://");
        if (sentinels && !uri.matches("(?s).*#.+")) {
            throw new IllegalArgumentException(
                    "Redis URI of Sentinels must end in # and the name of their master, as in " + SENTINEL_EXAMPLE
                            + ", but is " + masked(uri));
        }
        try {
            return RedisURI.create(uri);
        } catch (IllegalArgumentException e) {
            // the cause's message repeats the URI, which may hold a password, and that any character
            throw new IllegalArgumentException("Redis URI must look like "
                    + (sentinels ? SENTINEL_EXAMPLE : "redis://host:6379") + " but is " + masked(uri));
        }
    }

    @Override
    public String toString() {
        return "RedisConfig[" + address() + ", commandTimeout=" + commandTimeout + "]";
    }
}

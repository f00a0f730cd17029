package io.gatefarm.redis.connection;

/** What kept a process from connecting to Redis: which part of its {@link RedisConfig} to look at. */
public enum ConnectProblem {
    /** Nobody answers there. */
    ADDRESS,
    /** The Sentinels know no master of that name. */
    MASTER_NAME,
    /** TLS is wanted ({@code rediss://}), but the port speaks plain Redis. */
    PLAIN_PORT,
    /** Plain Redis is wanted ({@code redis://}), but the port does not speak it: TLS, most likely. */
    TLS_PORT,
    /** Redis's certificate is not one to be trusted, or for another host. */
    SERVER_CERTIFICATE,
    /** Redis wants a certificate of this process, or does not take the one it got. */
    CLIENT_CERTIFICATE,
    /** User or password are wrong, or missing, or the password's file cannot be read. */
    LOGIN,
    /** The Sentinels want a password, or do not take the one they got. */
    SENTINEL_LOGIN
}

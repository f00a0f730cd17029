package io.gatefarm.redis.directory;

/** What restoring a client came to. */
public enum Restored {
    /** Redis has the gateway's state now. */
    REPLACED,
    /** Redis has a newer state, which stays. */
    NEWER,
    /** The gateway is not alive, or another holds the client. */
    REFUSED;

    static Restored of(long reply) {
        return reply == 1 ? REPLACED : reply == 0 ? NEWER : REFUSED;
    }
}

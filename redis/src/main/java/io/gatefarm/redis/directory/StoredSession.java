package io.gatefarm.redis.directory;

/**
 * A client's session as Redis has it.
 *
 * @param json an object as JSON, "{}" when there is none yet
 * @param version counts the writes; 0 when there was none
 */
public record StoredSession(String json, long version) {
    /** What a client without a session has. */
    public static final StoredSession EMPTY = new StoredSession("{}", 0);
}

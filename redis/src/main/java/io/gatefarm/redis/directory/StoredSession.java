package io.gatefarm.redis.directory;

import java.nio.charset.StandardCharsets;

/**
 * A client's session as Redis has it: from its first write until the client's close event has been handled. Immutable; the version
 * lets a writer find out that another wrote since it read.
 *
 * @param json an object as JSON, "{}" when there is none yet
 * @param version counts the writes; 0 when there was none
 */
public record StoredSession(String json, long version) {
    /** What a client without a session has. */
    public static final StoredSession EMPTY = new StoredSession("{}", 0);

    /** Bytes that a session may have as JSON in UTF-8. */
    public static final int MAX_BYTES = 64 << 10;

    /**
     * Returns the JSON when it fits.
     *
     * @throws IllegalArgumentException that names the client and the size, not what is in it
     */
    public static String checked(String clientId, String json) {
        // no character takes more than 3 bytes per char
        if (json.length() * 3L > MAX_BYTES) {
            int bytes = json.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException("session of client " + clientId + " must have at most " + MAX_BYTES
                        + " bytes as JSON but has " + bytes);
            }
        }
        return json;
    }
}

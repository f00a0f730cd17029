package io.gatefarm.redis.directory;

import java.util.Set;

/**
 * A client as its gateway knows it, or as the directory does.
 *
 * @param from where it connects from, {@code address:port}
 * @param sinceMs when it connected, milliseconds since 1970
 * @param version counts the changes of uid and groups
 * @param uid "" for none
 */
public record ClientState(String clientId, String from, long sinceMs, long version, String uid, Set<String> groups) {
    /** True when both have the same uid and groups, and the same count of changes. */
    public boolean agreesWith(ClientState other) {
        return version == other.version && uid.equals(other.uid) && groups.equals(other.groups);
    }
}

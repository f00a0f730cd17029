package io.gatefarm.redis.directory;

/** What a change of a client's groups, uid or session came to. A session's write is never {@link #UNCHANGED}. */
public enum Change {
    /** It is so now. */
    DONE,
    /** It was so before. */
    UNCHANGED,
    /** There is no such client (any more): nothing was changed. */
    OFFLINE;

    static Change of(long status) {
        return status == 1 ? DONE : status == 0 ? UNCHANGED : OFFLINE;
    }
}

package io.gatefarm.redis.directory;

/** What writing a session came to. */
public enum SessionWrite {
    WRITTEN,
    /** Somebody else has written since the caller read: read again, merge, write again. */
    CONFLICT,
    /** The client is gone and its close event is finished: nothing was written. */
    GONE;

    static SessionWrite of(long status) {
        return status == 1 ? WRITTEN : status == 0 ? CONFLICT : GONE;
    }
}

package io.gatefarm.redis.lease;

/** What became of a request to a gateway or worker. */
public enum Asked {
    /** It will see it with its next beat. */
    ASKED,
    /** Redis does not know it (any more). */
    UNKNOWN,
    /** It is on its way out, or its lease has run out without a renewal. */
    DEAD;

    static Asked of(long status) {
        if (status == 1) {
            return ASKED;
        }
        return status == 0 ? UNKNOWN : DEAD;
    }
}

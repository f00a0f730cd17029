package io.gatefarm.redis.lease;

import java.util.Locale;

/** What the operator wants of a running gateway or worker. */
public enum Wanted {
    /** To go on. */
    NOTHING,
    /** To stop in order. */
    STOP,
    /** To stop in order, and be started again by whoever watches over it; workers only. */
    RELOAD;

    /** As it stands in Redis; a word of a later release counts as nothing. */
    static Wanted of(String word) {
        for (Wanted wanted : values()) {
            if (wanted.word().equals(word)) {
                return wanted;
            }
        }
        return NOTHING;
    }

    String word() {
        return this == NOTHING ? "" : name().toLowerCase(Locale.ROOT);
    }
}

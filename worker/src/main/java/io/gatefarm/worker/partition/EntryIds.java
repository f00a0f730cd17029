package io.gatefarm.worker.partition;

/** The order of stream entry ids, {@code milliseconds-number}. */
final class EntryIds {
    private EntryIds() {}

    /** Whether an entry lies behind another one. */
    static boolean isAfter(String id, String other) {
        int dash = id.indexOf('-');
        int otherDash = other.indexOf('-');
        long ms = Long.parseLong(id, 0, dash, 10);
        long otherMs = Long.parseLong(other, 0, otherDash, 10);
        return ms != otherMs
                ? ms > otherMs
                : Long.parseLong(id.substring(dash + 1)) > Long.parseLong(other.substring(otherDash + 1));
    }
}

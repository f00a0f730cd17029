package io.gatefarm.gateway.inbound;

/** The id of a stream entry, {@code ms-number}, to compare. */
record EntryId(long ms, long number) implements Comparable<EntryId> {
    /** After every entry. */
    static final EntryId LAST = new EntryId(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Before every entry. */
    static final EntryId NONE = new EntryId(0, 0);

    /** The first id of a list that is separated by commas; {@code ifEmpty} for "". */
    static EntryId first(String ids, EntryId ifEmpty) {
        if (ids.isEmpty()) {
            return ifEmpty;
        }
        int dash = ids.indexOf('-');
        int comma = ids.indexOf(',');
        int end = comma < 0 ? ids.length() : comma;
        return new EntryId(Long.parseLong(ids, 0, dash, 10), Long.parseLong(ids, dash + 1, end, 10));
    }

    @Override
    public int compareTo(EntryId other) {
        int byTime = Long.compare(ms, other.ms);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}

package io.gatefarm.redis.lease;

/**
 * How the last owner of a partition ended, as the next one must know it.
 *
 * @param end how it ended
 * @param crashes owners in a row that have vanished while the same event was the oldest open one, this one included
 * @param tried id of the event that it was trying alone, "" when there was none
 * @param lastId of the stream's last entry when the partition was taken, "" when the stream is empty
 */
public record LastOwner(End end, int crashes, String tried, String lastId) {
    /** Nobody had the partition before. */
    public static final LastOwner NONE = new LastOwner(End.RELEASED, 0, "", "");

    /** How an owner ended. */
    public enum End {
        /** It gave the partition back with everything committed, or there was none. */
        RELEASED,
        /** It was the caller. */
        SELF,
        /** It died, lost its lease, or gave the partition back with events that it had begun: what it did last is not known. */
        VANISHED;

        static End of(String word) {
            return switch (word) {
                case "released" -> RELEASED;
                case "self" -> SELF;
                case "vanished" -> VANISHED;
                default -> throw new IllegalStateException("acquire_partition said " + word);
            };
        }
    }
}

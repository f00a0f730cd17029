package io.gatefarm.gateway.inbound;

import io.gatefarm.redis.stream.PartitionProgress;
import java.util.TreeSet;

/** How far the workers are with a partition, read only when it changes. Guarded by the partition's log. */
final class Progress {
    /** Until Redis is asked there may be a worker. */
    private PartitionProgress last = new PartitionProgress("unknown", "", "", 0);

    private EntryId position = EntryId.NONE;

    /** Before the position; the oldest is read at once, the others when they are asked for. */
    private EntryId oldestOpen = EntryId.LAST;

    private TreeSet<EntryId> open = new TreeSet<>();
    private boolean openIsRead = true;

    /** Takes what Redis says; the owner stays as it was. */
    void update(String positionNow, String unfinished) {
        update(new PartitionProgress(last.owner(), positionNow, unfinished, last.appended()));
    }

    void update(PartitionProgress now) {
        if (!now.position().equals(last.position())) {
            position = EntryId.first(now.position(), EntryId.NONE);
        }
        if (!now.unfinished().equals(last.unfinished())) {
            oldestOpen = EntryId.first(now.unfinished(), EntryId.LAST);
            openIsRead = false;
        }
        last = now;
    }

    /** The read position. */
    EntryId position() {
        return position;
    }

    /** True when workers need nothing up to this entry any more. */
    boolean isFinishedUpTo(EntryId entry) {
        return entry.compareTo(position) <= 0 && entry.compareTo(oldestOpen) < 0;
    }

    /** True when workers need nothing after the first entry and up to the second any more; false when there is nothing between. */
    boolean isFinishedBetween(EntryId after, EntryId upTo) {
        if (upTo.compareTo(position) > 0 || upTo.compareTo(after) <= 0) {
            return false;
        }
        if (!openIsRead) {
            open = new TreeSet<>();
            for (String id : last.unfinished().split(",", 0)) {
                open.add(EntryId.first(id, EntryId.NONE));
            }
            openIsRead = true;
        }
        EntryId next = open.higher(after);
        return next == null || next.compareTo(upTo) > 0;
    }

    /** True unless no worker has the partition. */
    boolean hasOwner() {
        return !last.owner().isEmpty();
    }
}

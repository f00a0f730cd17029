package io.gatefarm.worker.partition;

import io.gatefarm.redis.lease.LastOwner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the event that kills workers: after {@link #CRASHES} owners in a row have vanished at one event, what lay in the
 * partition then is handled one event at a time, and Redis knows which before it starts. An owner that vanishes while an event is
 * tried so convicts it, and nothing else does. Not thread-safe: guarded by its partition's lock.
 */
final class Careful {
    private static final int CRASHES = 2;

    private final int crashes;
    private final String killer;
    private final String upTo;
    /** In stream order. */
    private final ArrayDeque<OpenEvent> waiting = new ArrayDeque<>();

    private @Nullable OpenEvent trying;
    private boolean stored;
    private boolean on;
    private boolean leaving;

    /** @param vanished true when the last owner has vanished just now */
    Careful(LastOwner last, boolean vanished) {
        this.crashes = last.crashes();
        this.upTo = last.lastId();
        this.killer = vanished && crashes > CRASHES ? last.tried() : "";
        this.on = crashes >= CRASHES && !upTo.isEmpty();
    }

    boolean isOn() {
        return on;
    }

    /** Whether the entry's event was being tried when its worker vanished. */
    boolean hasKilled(String entryId) {
        return !killer.isEmpty() && killer.equals(entryId);
    }

    /** Owners that have vanished in a row. */
    int crashes() {
        return crashes;
    }

    /** An event that waits for its turn. */
    void add(OpenEvent event) {
        waiting.add(event);
    }

    /** The event that was tried when the partition was taken again, and whose handler still runs. */
    void goOn(OpenEvent event) {
        if (on && trying == null) {
            trying = event;
            stored = false;
        }
    }

    /** The partition is given away: what waits is left to its next owner. */
    void leaveTheRest() {
        leaving = true;
    }

    /** Chooses the next event when none is being tried; true when one is chosen that Redis is to be told of. */
    boolean choose() {
        if (trying == null && !leaving) {
            trying = waiting.poll();
            stored = false;
        }
        return trying != null && !stored;
    }

    /** True when Redis knows which event is being tried. */
    boolean isTrying() {
        return trying != null && stored;
    }

    /** Id of the event that is tried, or "". */
    String trying() {
        OpenEvent event = trying;
        return event == null ? "" : event.entryId();
    }

    /** Redis knows it: the event, to be started, unless it was started before. */
    Optional<OpenEvent> stored(String entryId) {
        OpenEvent event = trying;
        if (event == null || stored || !event.entryId().equals(entryId)) {
            return Optional.empty();
        }
        stored = true;
        return event.isRunning() ? Optional.empty() : Optional.of(event);
    }

    /** An event's handler has ended. */
    void ended(OpenEvent event) {
        if (event == trying) {
            trying = null;
        }
    }

    /** When all that lay in the partition at its taking is through: the events behind it, to be started, and it is over. */
    List<OpenEvent> leave(String position) {
        if (!on || trying != null) {
            return List.of();
        }
        OpenEvent next = waiting.peek();
        String reached = next == null ? position : next.entryId();
        boolean through = next == null ? !EntryIds.isAfter(upTo, reached) : EntryIds.isAfter(reached, upTo);
        if (!through) {
            return List.of();
        }
        on = false;
        List<OpenEvent> rest = new ArrayList<>(waiting);
        waiting.clear();
        return rest;
    }
}

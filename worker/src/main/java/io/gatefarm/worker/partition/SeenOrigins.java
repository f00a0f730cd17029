package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.StreamEntry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this worker has done of one partition's events, by origin, for as long as nobody else has the partition: after Redis has
 * lost data, events come again under other entry ids. A gateway's events lie in a stream in the order of their numbers, so one
 * range per gateway says which were taken in, and what is not finished of them is known one by one. Not thread-safe: guarded by
 * its partition's lock.
 */
final class SeenOrigins {
    /** Beyond it the gateway that was silent for longest is forgotten; its events would count as new. */
    private static final int GATEWAYS = 1_000;
    /** Beyond it the oldest is forgotten. */
    private static final int CLOSES = 4_096;

    private final Map<String, Range> byGateway = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> closed = new LinkedHashSet<>();
    private final Map<String, OpenEvent> unfinished = new HashMap<>();

    /** Sequence numbers taken in, all from the first to the last. */
    private record Range(long first, long last) {}

    /** Somebody else had the partition: only handlers that still run are known. */
    void forget() {
        byGateway.clear();
        closed.clear();
        unfinished.values().removeIf(event -> !event.isRunning());
    }

    /** True when this worker has finished the event, whichever entry it comes in. */
    boolean isFinished(StreamEntry entry) {
        if (entry.event() instanceof ClientEvent.Closed close && closed.contains(close.clientId())) {
            return true; // also when one close was the gateway's own, the other one written by the sweep
        }
        return isTaken(entry) && !unfinished.containsKey(entry.origin());
    }

    /** True when this worker has taken the event in. */
    boolean isTaken(StreamEntry entry) {
        long sequence = sequence(entry.origin());
        Range range = sequence < 0 ? null : byGateway.get(gateway(entry.origin()));
        return range == null
                ? unfinished.containsKey(entry.origin())
                : sequence >= range.first && sequence <= range.last;
    }

    /** True when the event is one of those before the first that this worker took in: it was somebody else's to handle. */
    boolean isBefore(StreamEntry entry) {
        long sequence = sequence(entry.origin());
        Range range = sequence < 0 ? null : byGateway.get(gateway(entry.origin()));
        return range != null && sequence < range.first;
    }

    /** The event as it is open here, whichever entry it comes in. */
    Optional<OpenEvent> unfinished(String origin) {
        return Optional.ofNullable(unfinished.get(origin));
    }

    boolean isUnfinished(String origin) {
        return unfinished.containsKey(origin);
    }

    Collection<OpenEvent> unfinished() {
        return Collections.unmodifiableCollection(unfinished.values());
    }

    /** Takes an event in. */
    void take(OpenEvent event) {
        unfinished.put(event.origin(), event);
        long sequence = sequence(event.origin());
        if (sequence < 0) {
            return;
        }
        byGateway.merge(gateway(event.origin()), new Range(sequence, sequence), (known, one) -> next(known, one.first));
        evict(byGateway.keySet(), GATEWAYS);
    }

    private static Range next(Range known, long sequence) {
        if (sequence == known.last + 1) {
            return new Range(known.first, sequence);
        }
        // behind a hole nothing is known of what is in it
        return sequence > known.last ? new Range(sequence, sequence) : known;
    }

    /** An event is done for good. */
    void finish(OpenEvent event) {
        unfinished.remove(event.origin(), event);
        if (event.isClose()) {
            closed.add(event.clientId());
            evict(closed, CLOSES);
        }
    }

    private static void evict(Collection<?> all, int limit) {
        var oldest = all.iterator();
        for (int over = all.size() - limit; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
    }

    private static String gateway(String origin) {
        return origin.substring(0, origin.indexOf(':'));
    }

    /** The number in {@code gateway:partition:sequence}, or -1: a close that was written by the sweep has none. */
    private static long sequence(String origin) {
        int colon = origin.lastIndexOf(':');
        if (colon <= 0 || origin.indexOf(':') == colon) {
            return -1;
        }
        try {
            return Long.parseLong(origin.substring(colon + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

package io.gatefarm.redis.lease;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Watches lease values and tells which stayed unchanged for a whole lease, on the watcher's own monotonic clock (the rule of
 * Kubernetes' leader election: no two clocks are compared). Time counts only between successful looks that follow each other
 * closely; after a longer gap every observation starts anew, so that a Redis that was paused expires nobody. Owned by one
 * thread.
 */
public final class LeaseWatch<K> {
    private final long leaseNs;
    private final long maxGapNs;
    private final Map<K, Seen> seen = new HashMap<>();
    private long lastLookNs;
    private boolean looked;

    /**
     * @param lease how long a value must stay unchanged
     * @param maxGap the longest time between two looks that counts; twice the interval of the looks
     */
    public LeaseWatch(Duration lease, Duration maxGap) {
        this.leaseNs = lease.toNanos();
        this.maxGapNs = maxGap.toNanos();
    }

    /** Takes one successful look at all values; keys that are missing are forgotten. */
    public void look(Map<K, String> values, long nowNs) {
        long gap = nowNs - lastLookNs;
        boolean counts = looked && gap <= maxGapNs;
        seen.keySet().retainAll(values.keySet());
        values.forEach((key, value) -> {
            Seen before = seen.get(key);
            seen.put(key, before == null ? new Seen(value, 0, counts) : before.next(value, counts ? gap : -1));
        });
        lastLookNs = nowNs;
        looked = true;
    }

    /** Starts every observation anew: after an error, a reconnect, another server. */
    public void reset() {
        seen.clear();
        looked = false;
    }

    /** The value that stayed unchanged for a whole lease, if it did. */
    public Optional<String> expired(K key) {
        return Optional.ofNullable(seen.get(key))
                .filter(s -> s.unchangedNs >= leaseNs)
                .map(Seen::value);
    }

    /**
     * The value that stayed unchanged for some time, if it did, and only when this watcher has seen it come or change since the
     * last {@link #reset}: whoever has not been seen alive may not have found this Redis yet.
     */
    public Optional<String> stopped(K key, Duration time) {
        return Optional.ofNullable(seen.get(key))
                .filter(s -> s.isAlive && s.unchangedNs >= time.toNanos())
                .map(Seen::value);
    }

    /** @param isAlive it has come or changed since the last reset */
    private record Seen(String value, long unchangedNs, boolean isAlive) {
        /** @param gapNs -1 when the time since the last look does not count */
        Seen next(String now, long gapNs) {
            if (!now.equals(value)) {
                return new Seen(now, 0, true);
            }
            return new Seen(value, gapNs < 0 ? 0 : unchangedNs + gapNs, isAlive);
        }
    }
}

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
            long unchangedNs = counts && before != null && before.value.equals(value) ? before.unchangedNs + gap : 0;
            seen.put(key, new Seen(value, unchangedNs));
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

    private record Seen(String value, long unchangedNs) {}
}

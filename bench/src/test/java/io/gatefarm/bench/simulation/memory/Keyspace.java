package io.gatefarm.bench.simulation.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keys with values and expiry times. A value without elements does not exist, as in Redis, but for streams. */
final class Keyspace {
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Long> expiries = new HashMap<>();
    private long nowMs;

    /** A stream's entries and the last id it has given out. */
    static final class Entries {
        final TreeMap<StreamId, List<String>> byId = new TreeMap<>();
        StreamId last = StreamId.ZERO;
    }

    /** A sorted set's members and their scores. */
    static final class Scores {
        final TreeMap<String, Double> byMember = new TreeMap<>();
    }

    void setNow(long ms) {
        nowMs = ms;
    }

    long nowMs() {
        return nowMs;
    }

    @Nullable
    Object find(String key) {
        Long end = expiries.get(key);
        if (end != null && end <= nowMs) {
            remove(key);
        }
        return values.get(key);
    }

    boolean remove(String key) {
        expiries.remove(key);
        return values.remove(key) != null;
    }

    @Nullable
    String string(String key) {
        return (String) typed(key, String.class);
    }

    void put(String key, String value) {
        expiries.remove(key);
        values.put(key, value);
    }

    @SuppressWarnings("unchecked")
    Map<String, String> hash(String key) {
        return (Map<String, String>) orEmpty(key, LinkedHashMap.class, LinkedHashMap::new);
    }

    @SuppressWarnings("unchecked")
    NavigableSet<String> set(String key) {
        return (NavigableSet<String>) orEmpty(key, TreeSet.class, TreeSet::new);
    }

    Scores scores(String key) {
        return (Scores) orEmpty(key, Scores.class, Scores::new);
    }

    Entries entries(String key) {
        return (Entries) orEmpty(key, Entries.class, Entries::new);
    }

    private @Nullable Object typed(String key, Class<?> type) {
        Object value = find(key);
        if (value != null && !type.isInstance(value)) {
            throw new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
        }
        return value;
    }

    private Object orEmpty(String key, Class<?> type, Supplier<?> empty) {
        Object value = typed(key, type);
        return value == null ? empty.get() : value;
    }

    /** Stores a value that {@link #hash} and the like gave out and that was changed; an empty one goes. */
    void changed(String key, Object value) {
        boolean empty = value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof TreeSet<?> set && set.isEmpty()
                || value instanceof Scores scores && scores.byMember.isEmpty();
        if (empty) {
            remove(key);
        } else {
            values.put(key, value);
        }
    }

    boolean expireAt(String key, long ms) {
        if (find(key) == null) {
            return false;
        }
        expiries.put(key, ms);
        return true;
    }

    boolean persist(String key) {
        return find(key) != null && expiries.remove(key) != null;
    }

    /** -2 without the key, -1 without an expiry. */
    long ttlMs(String key) {
        if (find(key) == null) {
            return -2;
        }
        Long end = expiries.get(key);
        return end == null ? -1 : end - nowMs;
    }

    List<String> keys() {
        List<String> live = new ArrayList<>();
        for (String key : List.copyOf(values.keySet())) {
            if (find(key) != null) {
                live.add(key);
            }
        }
        live.sort(null);
        return live;
    }

    void clear() {
        values.clear();
        expiries.clear();
    }

    Keyspace copy() {
        var copy = new Keyspace();
        copy.nowMs = nowMs;
        copy.expiries.putAll(expiries);
        values.forEach((key, value) -> copy.values.put(key, copyOf(value)));
        return copy;
    }

    private static Object copyOf(Object value) {
        if (value instanceof Entries entries) {
            var copy = new Entries();
            copy.byId.putAll(entries.byId);
            copy.last = entries.last;
            return copy;
        }
        if (value instanceof Scores scores) {
            var copy = new Scores();
            copy.byMember.putAll(scores.byMember);
            return copy;
        }
        if (value instanceof LinkedHashMap<?, ?> hash) {
            return new LinkedHashMap<>(hash);
        }
        return value instanceof TreeSet<?> set ? new TreeSet<>(set) : value;
    }

    static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case String text -> "string";
            case Map<?, ?> hash -> "hash";
            case TreeSet<?> set -> "set";
            case Scores scores -> "zset";
            case Entries stream -> "stream";
            default -> throw new IllegalStateException("no type of Redis: " + value);
        };
    }
}

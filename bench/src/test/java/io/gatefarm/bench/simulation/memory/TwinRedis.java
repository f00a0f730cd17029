package io.gatefarm.bench.simulation.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Both, the Redis in memory and a real one: each command goes to both, and an answer that differs is an {@link AssertionError}.
 * The real one's scripts are edited so that it has the other's clock and picks as that does; nothing else differs. Errors are the
 * same when they are of the same kind.
 */
public final class TwinRedis implements RedisServer {
    private static final String PREFIX = """
            local function sim_pop(set, count)
              local members, popped = redis.call('SMEMBERS', set), {}
              table.sort(members)
              for i = 1, math.min(count, #members) do popped[i] = members[i]; redis.call('SREM', set, members[i]) end
              return popped
            end
            local function sim_some(hash, count)
              local fields, some = redis.call('HKEYS', hash), {}
              table.sort(fields)
              for i = 1, math.min(count, #fields) do some[i] = fields[i] end
              return some
            end
            """;
    private static final Set<String> UNORDERED = Set.of("HGETALL", "HKEYS", "SMEMBERS", "SSCAN", "HSCAN", "KEYS");

    private final MemoryRedis memory;
    private final RedisServer real;
    private final Map<String, String> scripts = new HashMap<>();
    private long compared;
    private boolean full;
    private boolean wantedFull;

    public TwinRedis(MemoryRedis memory, RedisServer real) {
        this.memory = memory;
        this.real = real;
        real.execute(List.of("CONFIG", "SET", "maxmemory", "0"));
        real.execute(List.of("FLUSHALL"));
        // no node of a stream is ever full, so that ~ never trims
        real.execute(List.of("CONFIG", "SET", "stream-node-max-entries", "0", "stream-node-max-bytes", "0"));
        memory.setTrimming(false);
    }

    /** Whether the memory of both is full from the next command on; calls neither. */
    void setFull(boolean wanted) {
        wantedFull = wanted;
    }

    /** Answers compared so far. */
    public long compared() {
        return compared;
    }

    @Override
    public @Nullable Object execute(List<String> arguments) {
        String name = arguments.get(0).toUpperCase(Locale.ROOT);
        List<String> words = onReal(name, arguments);
        if (full != wantedFull) {
            full = wantedFull;
            memory.setFull(full);
            real.execute(List.of("CONFIG", "SET", "maxmemory", full ? "1" : "0"));
        }
        Object expected = answer(real, words);
        Object actual = answer(memory, arguments);
        if (!name.equals("SCRIPT") && !name.equals("TIME") && !same(name, expected, actual)) {
            throw new AssertionError(arguments + "\n real   " + expected + "\n memory " + actual);
        }
        compared++;
        if (actual instanceof RedisError error) {
            throw error;
        }
        return actual;
    }

    private static @Nullable Object answer(RedisServer server, List<String> arguments) {
        try {
            return server.execute(arguments);
        } catch (RedisError e) {
            return e;
        }
    }

    private List<String> onReal(String name, List<String> arguments) {
        if (name.equals("SCRIPT")) {
            scripts.put(MemoryRedis.sha(arguments.get(2)), edited(arguments.get(2)));
            return List.of("PING");
        }
        List<String> words = new ArrayList<>(arguments);
        int block = name.equals("XREAD") ? words.indexOf("BLOCK") : -1;
        if (block > 0) {
            words.remove(block);
            words.remove(block);
        }
        if (name.startsWith("EVAL")) {
            tellTime();
            String source = name.equals("EVAL") ? edited(words.get(1)) : scripts.get(words.get(1));
            words.set(0, "EVAL");
            words.set(1, source);
        }
        return words;
    }

    /** Scripts of a full Redis may not write it, so it is told beforehand. */
    private void tellTime() {
        long ms = memory.now();
        String micros = Long.toString(ms % 1000 * 1000);
        if (full) {
            real.execute(List.of("CONFIG", "SET", "maxmemory", "0"));
        }
        real.execute(List.of("HSET", "sim-time", "s", Long.toString(ms / 1000), "us", micros, "id", Long.toString(ms)));
        if (full) {
            real.execute(List.of("CONFIG", "SET", "maxmemory", "1"));
        }
    }

    private static String edited(String source) {
        String text = source.replace("redis.call('TIME')", "redis.call('HMGET', 'sim-time', 's', 'us')")
                .replace("'*', 'origin'", "redis.call('HGET', 'sim-time', 'id') .. '-*', 'origin'")
                .replace("redis.call('SPOP', ", "sim_pop(")
                .replace("redis.call('HRANDFIELD', ", "sim_some(")
                .replace("'PX', ARGV[2]", "'PX', ARGV[2] * 1000");
        int line = text.startsWith("#!") ? text.indexOf('\n') + 1 : 0;
        return text.substring(0, line) + PREFIX + text.substring(line);
    }

    private static boolean same(String name, @Nullable Object one, @Nullable Object other) {
        if (one instanceof RedisError error && other instanceof RedisError otherError) {
            return kind(error).equals(kind(otherError));
        }
        return String.valueOf(UNORDERED.contains(name) ? sorted(one) : one)
                .equals(String.valueOf(UNORDERED.contains(name) ? sorted(other) : other));
    }

    private static String kind(RedisError error) {
        return String.valueOf(error.getMessage()).split(" ", -1)[0];
    }

    private static @Nullable Object sorted(@Nullable Object reply) {
        return reply instanceof List<?> list
                ? new TreeSet<>(list.stream().map(TwinRedis::text).toList())
                : reply;
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(TwinRedis::text).sorted().toList() + ""
                : value + "";
    }

    /** Every key with its value and whether it expires, of the real one and of the one in memory. */
    public List<Map<String, String>> data() {
        return List.of(data(real), data(memory));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> data(RedisServer server) {
        Map<String, String> data = new TreeMap<>();
        for (String key : (List<String>) notNull(server.execute(List.of("KEYS", "*")))) {
            String type = ((Status) notNull(server.execute(List.of("TYPE", key)))).text();
            Object value = server.execute(
                    switch (type) {
                        case "string" -> List.of("GET", key);
                        case "hash" -> List.of("HGETALL", key);
                        case "set" -> List.of("SMEMBERS", key);
                        case "zset" -> List.of("ZRANGE", key, "0", "-1", "WITHSCORES");
                        default -> List.of("XRANGE", key, "-", "+");
                    });
            boolean ordered = type.equals("zset") || type.equals("stream");
            long ttl = (Long) notNull(server.execute(List.of("PTTL", key)));
            data.put(
                    key,
                    type
                            + (ttl > 0 ? " expiring " : " ")
                            + (type.equals("hash")
                                    ? pairs((List<String>) notNull(value))
                                    : ordered ? value : sorted(value)));
        }
        data.remove("sim-time");
        return data;
    }

    private static Map<String, String> pairs(List<String> values) {
        Map<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < values.size(); i += 2) {
            pairs.put(values.get(i), values.get(i + 1));
        }
        return pairs;
    }

    private static Object notNull(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("no reply");
        }
        return value;
    }
}

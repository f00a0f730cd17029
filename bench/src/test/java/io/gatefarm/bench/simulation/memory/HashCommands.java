package io.gatefarm.bench.simulation.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands on hashes. */
final class HashCommands {
    private final Keyspace keys;

    HashCommands(Keyspace keys) {
        this.keys = keys;
    }

    @Nullable
    Object run(List<String> args) {
        String key = args.get(1);
        Map<String, String> hash = keys.hash(key);
        return switch (args.get(0)) {
            case "HGET" -> hash.get(args.get(2));
            case "HMGET" -> values(hash, args.subList(2, args.size()));
            case "HGETALL" -> pairs(hash);
            case "HKEYS" -> new ArrayList<>(hash.keySet());
            case "HLEN" -> (long) hash.size();
            case "HEXISTS" -> hash.containsKey(args.get(2)) ? 1L : 0L;
            case "HSTRLEN" -> (long) hash.getOrDefault(args.get(2), "").length();
            case "HRANDFIELD" -> someFields(hash, Integer.parseInt(args.get(2)));
            case "HSCAN" -> List.of("0", pairs(hash));
            case "HSET" -> set(key, hash, args);
            case "HSETNX" -> hash.containsKey(args.get(2)) ? 0L : set(key, hash, args);
            case "HINCRBY" -> add(key, hash, args.get(2), Long.parseLong(args.get(3)));
            case "HDEL" -> delete(key, hash, args.subList(2, args.size()));
            default -> throw new RedisError("ERR unknown command '" + args.get(0) + "'");
        };
    }

    private static List<@Nullable String> values(Map<String, String> hash, List<String> fields) {
        List<@Nullable String> values = new ArrayList<>(fields.size());
        fields.forEach(field -> values.add(hash.get(field)));
        return values;
    }

    private static List<String> pairs(Map<String, String> hash) {
        List<String> pairs = new ArrayList<>(2 * hash.size());
        hash.forEach((field, value) -> {
            pairs.add(field);
            pairs.add(value);
        });
        return pairs;
    }

    /** The first ones by name, so that the choice can be told. */
    private static List<String> someFields(Map<String, String> hash, int count) {
        return hash.keySet().stream().sorted().limit(count).toList();
    }

    private long set(String key, Map<String, String> hash, List<String> args) {
        if (args.size() % 2 != 0) {
            throw new RedisError("ERR wrong number of arguments for 'hset' command");
        }
        long added = 0;
        for (int i = 2; i < args.size(); i += 2) {
            added += hash.put(args.get(i), args.get(i + 1)) == null ? 1 : 0;
        }
        keys.changed(key, hash);
        return added;
    }

    private long add(String key, Map<String, String> hash, String field, long by) {
        long sum;
        try {
            sum = Long.parseLong(hash.getOrDefault(field, "0")) + by;
        } catch (NumberFormatException e) {
            throw new RedisError("ERR hash value is not an integer");
        }
        hash.put(field, Long.toString(sum));
        keys.changed(key, hash);
        return sum;
    }

    private long delete(String key, Map<String, String> hash, List<String> fields) {
        long deleted = 0;
        for (String field : fields) {
            deleted += hash.remove(field) == null ? 0 : 1;
        }
        if (deleted > 0) {
            keys.changed(key, hash);
        }
        return deleted;
    }
}

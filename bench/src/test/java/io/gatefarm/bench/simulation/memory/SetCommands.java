package io.gatefarm.bench.simulation.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/** Commands on sets and sorted sets. */
final class SetCommands {
    private final Keyspace keys;

    SetCommands(Keyspace keys) {
        this.keys = keys;
    }

    @Nullable
    Object run(List<String> args) {
        return args.get(0).startsWith("Z") ? sorted(args) : plain(args);
    }

    private @Nullable Object plain(List<String> args) {
        String key = args.get(1);
        NavigableSet<String> set = keys.set(key);
        List<String> members = args.subList(2, args.size());
        return switch (args.get(0)) {
            case "SADD" -> change(key, set, count(members, set::add));
            case "SREM" -> change(key, set, count(members, set::remove));
            case "SCARD" -> (long) set.size();
            case "SMEMBERS" -> new ArrayList<>(set);
            case "SISMEMBER" -> set.contains(members.get(0)) ? 1L : 0L;
            case "SSCAN" -> List.of("0", new ArrayList<>(set));
            case "SPOP" -> {
                // the first ones by name, so that the choice can be told
                List<String> popped =
                        set.stream().limit(Integer.parseInt(members.get(0))).toList();
                change(key, set, count(popped, set::remove));
                yield popped;
            }
            default -> throw new RedisError("ERR unknown command '" + args.get(0) + "'");
        };
    }

    private static long count(List<String> members, java.util.function.Predicate<String> change) {
        return members.stream().filter(change).count();
    }

    private long change(String key, Object value, long changed) {
        if (changed > 0) {
            keys.changed(key, value);
        }
        return changed;
    }

    private @Nullable Object sorted(List<String> args) {
        String key = args.get(1);
        Keyspace.Scores set = keys.scores(key);
        return switch (args.get(0)) {
            case "ZADD" -> {
                Double before = set.byMember.put(args.get(3), Double.parseDouble(args.get(2)));
                keys.changed(key, set);
                yield before == null ? 1L : 0L;
            }
            case "ZREM" ->
                change(key, set, count(args.subList(2, args.size()), member -> set.byMember.remove(member) != null));
            case "ZSCORE" -> {
                Double score = set.byMember.get(args.get(2));
                yield score == null ? null : text(score);
            }
            case "ZCARD" -> (long) set.byMember.size();
            case "ZRANGE" -> range(set, args);
            default -> throw new RedisError("ERR unknown command '" + args.get(0) + "'");
        };
    }

    private static List<String> range(Keyspace.Scores set, List<String> args) {
        if (!args.get(2).equals("0") || !args.get(3).equals("-1")) {
            throw new RedisError("ERR only whole ranges are known here");
        }
        boolean scores = args.size() > 4;
        List<String> range = new ArrayList<>();
        set.byMember.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .forEach(entry -> {
                    range.add(entry.getKey());
                    if (scores) {
                        range.add(text(entry.getValue()));
                    }
                });
        return range;
    }

    private static String text(double score) {
        return score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
    }
}

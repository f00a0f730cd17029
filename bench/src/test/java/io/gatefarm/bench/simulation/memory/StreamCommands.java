package io.gatefarm.bench.simulation.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Commands on streams. */
final class StreamCommands {
    private final Keyspace keys;
    private boolean trimming = true;
    private long added;

    StreamCommands(Keyspace keys) {
        this.keys = keys;
    }

    /** Whether a trim with ~, which leaves it to the server how much it takes, takes all or nothing. */
    void setTrimming(boolean all) {
        trimming = all;
    }

    /** Entries added so far. */
    long added() {
        return added;
    }

    @Nullable
    Object run(List<String> args) {
        return switch (args.get(0)) {
            case "XADD" -> add(args);
            case "XLEN" -> (long) keys.entries(args.get(1)).byId.size();
            case "XRANGE" -> range(args);
            case "XREVRANGE" -> lastOne(args);
            case "XTRIM" -> trim(args);
            case "XDEL" -> delete(args);
            case "XREAD" -> read(args);
            default -> throw new RedisError("ERR unknown command '" + args.get(0) + "'");
        };
    }

    private String add(List<String> args) {
        String key = args.get(1);
        Keyspace.Entries stream = keys.entries(key);
        int at = 2;
        int most = Integer.MAX_VALUE;
        if (args.get(at).equals("MAXLEN")) {
            most = Integer.parseInt(args.get(at + 2));
            at += 3;
        }
        if (!args.get(at).equals("*")) {
            throw new RedisError("ERR only ids of the server's are known here");
        }
        StreamId id = new StreamId(keys.nowMs(), 0);
        if (id.compareTo(stream.last) <= 0) {
            id = stream.last.after();
        }
        stream.byId.put(id, List.copyOf(args.subList(at + 1, args.size())));
        stream.last = id;
        while (trimming && stream.byId.size() > most) {
            stream.byId.pollFirstEntry();
        }
        keys.changed(key, stream);
        added++;
        return id.toString();
    }

    private List<Object> range(List<String> args) {
        var entries = keys.entries(args.get(1)).byId;
        StreamId from = args.get(2).equals("-") ? StreamId.ZERO : StreamId.of(args.get(2));
        SortedMap<StreamId, List<String>> range =
                args.get(3).equals("+") ? entries.tailMap(from) : entries.subMap(from, true, last(args.get(3)), true);
        return listed(range, args.size() > 5 ? Integer.parseInt(args.get(5)) : Integer.MAX_VALUE);
    }

    private List<Object> lastOne(List<String> args) {
        if (!args.subList(2, args.size()).equals(List.of("+", "-", "COUNT", "1"))) {
            throw new RedisError("ERR only XREVRANGE + - COUNT 1 is known here");
        }
        var entries = keys.entries(args.get(1)).byId;
        return entries.isEmpty() ? List.of() : listed(entries.tailMap(entries.lastKey()), 1);
    }

    private static StreamId last(String text) {
        StreamId id = StreamId.of(text);
        return text.indexOf('-') < 0 ? new StreamId(id.ms(), Long.MAX_VALUE) : id;
    }

    private static List<Object> listed(SortedMap<StreamId, List<String>> entries, int count) {
        List<Object> listed = new ArrayList<>();
        for (Map.Entry<StreamId, List<String>> entry : entries.entrySet()) {
            if (listed.size() == count) {
                break;
            }
            listed.add(List.of(entry.getKey().toString(), entry.getValue()));
        }
        return listed;
    }

    private long trim(List<String> args) {
        if (!args.get(2).equals("MINID") || !args.get(3).equals("~")) {
            throw new RedisError("ERR only XTRIM MINID ~ is known here");
        }
        Keyspace.Entries stream = keys.entries(args.get(1));
        var below = stream.byId.headMap(StreamId.of(args.get(4)));
        int trimmed = trimming ? below.size() : 0;
        if (trimming) {
            below.clear();
        }
        return trimmed;
    }

    private long delete(List<String> args) {
        Keyspace.Entries stream = keys.entries(args.get(1));
        return args.subList(2, args.size()).stream()
                .filter(id -> stream.byId.remove(StreamId.of(id)) != null)
                .count();
    }

    /** As if its time to wait had run out already when there is nothing. */
    private @Nullable Object read(List<String> args) {
        int count = Integer.MAX_VALUE;
        int at = 1;
        while (!args.get(at).equals("STREAMS")) {
            if (args.get(at).equals("COUNT")) {
                count = Integer.parseInt(args.get(at + 1));
            }
            at += 2;
        }
        int streams = (args.size() - at - 1) / 2;
        List<Object> found = new ArrayList<>();
        for (int i = at + 1; i <= at + streams; i++) {
            var entries = keys.entries(args.get(i)).byId;
            var after = entries.tailMap(StreamId.of(args.get(i + streams)), false);
            if (!after.isEmpty()) {
                found.add(List.of(args.get(i), listed(after, count)));
            }
        }
        return found.isEmpty() ? null : found;
    }
}

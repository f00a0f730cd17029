package io.gatefarm.bench.simulation.memory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Redis in memory. Its time is what {@link #setNow} says, so ids, epochs and expiries are known beforehand; what was published
 * goes to the listener at once. Where Redis picks at random (SPOP, HRANDFIELD) it takes the first by name.
 */
public final class MemoryRedis implements RedisServer {
    private static final String FULL = "OOM command not allowed when used memory > 'maxmemory'.";

    /** Commands that Redis refuses when its memory is full. */
    private static final Set<String> GROWING = Set.of("HSET", "HSETNX", "HINCRBY", "SADD", "ZADD", "XADD", "SET");

    private static final Set<String> WRITING =
            Set.of("HDEL", "SREM", "SPOP", "ZREM", "XTRIM", "XDEL", "DEL", "EXPIRE", "PEXPIRE", "PERSIST");

    private static final Map<String, String> SHAS = new ConcurrentHashMap<>();

    private Keyspace keys = new Keyspace();
    private HashCommands hashes = new HashCommands(keys);
    private SetCommands sets = new SetCommands(keys);
    private StreamCommands streams = new StreamCommands(keys);
    private final Map<String, String> scripts = new HashMap<>();
    private final LuaScripts lua;
    private final Channels channels;
    private boolean trimming = true;
    private boolean full;
    private long news;

    /** Of the script that runs. */
    private boolean refusesGrowth;

    /** Those who are subscribed. */
    public interface Channels {
        void publish(String channel, String message);

        long subscribers(String channel);
    }

    public MemoryRedis(LuaScripts lua, Channels channels) {
        this.lua = lua;
        this.channels = channels;
    }

    /** The server's time from now on; it may go back, as at a failover. */
    public void setNow(long ms) {
        keys.setNow(ms);
    }

    public long now() {
        return keys.nowMs();
    }

    /** Whether the memory is full. */
    public void setFull(boolean full) {
        this.full = full;
    }

    /** Whether XTRIM ~ takes all that it may, or nothing. */
    public void setTrimming(boolean all) {
        trimming = all;
        streams.setTrimming(all);
    }

    /** Grows with every entry that is added to a stream, and when other data take over. */
    public long news() {
        return news + streams.added();
    }

    /** The data as they are, for {@link #restore}. */
    public Snapshot snapshot() {
        return new Snapshot(keys.copy());
    }

    /** Another server takes over, with these data and no scripts; the time stays. */
    public void restore(Snapshot data) {
        long nowMs = keys.nowMs();
        keys = data.keys.copy();
        keys.setNow(nowMs);
        hashes = new HashCommands(keys);
        sets = new SetCommands(keys);
        news += streams.added() + 1;
        streams = new StreamCommands(keys);
        streams.setTrimming(trimming);
        scripts.clear();
    }

    /** All that a server holds. */
    public static final class Snapshot {
        /** No data at all. */
        public static final Snapshot EMPTY = new Snapshot(new Keyspace());

        private final Keyspace keys;

        private Snapshot(Keyspace keys) {
            this.keys = keys;
        }
    }

    @Override
    public @Nullable Object execute(List<String> arguments) {
        String name = arguments.get(0).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "EVALSHA" -> {
                String source = scripts.get(arguments.get(1));
                if (source == null) {
                    throw new RedisError("NOSCRIPT No matching script. Please use EVAL.");
                }
                yield eval(source, arguments);
            }
            case "EVAL" -> {
                scripts.put(sha(arguments.get(1)), arguments.get(1));
                yield eval(arguments.get(1), arguments);
            }
            case "SCRIPT" -> {
                if (arguments.get(1).equalsIgnoreCase("FLUSH")) {
                    scripts.clear();
                    yield Status.OK;
                }
                String sha = SHAS.computeIfAbsent(arguments.get(2), MemoryRedis::sha);
                scripts.put(sha, arguments.get(2));
                yield sha;
            }
            default -> {
                refusesGrowth = full;
                yield call(name, arguments);
            }
        };
    }

    private @Nullable Object eval(String source, List<String> arguments) {
        refusesGrowth = full && !source.startsWith("#!lua flags=allow-oom");
        int count = Integer.parseInt(arguments.get(2));
        return lua.run(
                source,
                arguments.subList(3, 3 + count),
                arguments.subList(3 + count, arguments.size()),
                call -> call(call.get(0), call));
    }

    private @Nullable Object call(String name, List<String> given) {
        List<String> args = given;
        if (!given.get(0).equals(name)) {
            args = new ArrayList<>(given);
            args.set(0, name);
        }
        if (GROWING.contains(name)) {
            if (refusesGrowth) {
                throw new RedisError(FULL);
            }
        } else if (WRITING.contains(name)) {
            refusesGrowth = false; // a script that has begun to write may end
        }
        return switch (name.charAt(0)) {
            case 'H' -> name.equals("HELLO") ? Status.OK : hashes.run(args);
            case 'S' -> name.equals("SET") ? set(args) : sets.run(args);
            case 'Z' -> sets.run(args);
            case 'X' -> streams.run(args);
            default -> generic(name, args);
        };
    }

    private @Nullable Object generic(String name, List<String> args) {
        return switch (name) {
            case "TIME" -> List.of(Long.toString(keys.nowMs() / 1000), Long.toString(keys.nowMs() % 1000 * 1000));
            case "GET" -> keys.string(args.get(1));
            case "DEL", "UNLINK" ->
                args.stream()
                        .skip(1)
                        .filter(key -> keys.find(key) != null && keys.remove(key))
                        .count();
            case "EXISTS" ->
                args.stream().skip(1).filter(key -> keys.find(key) != null).count();
            case "EXPIRE" -> keys.expireAt(args.get(1), keys.nowMs() + 1000 * Long.parseLong(args.get(2))) ? 1L : 0L;
            case "PEXPIRE" -> keys.expireAt(args.get(1), keys.nowMs() + Long.parseLong(args.get(2))) ? 1L : 0L;
            case "PERSIST" -> keys.persist(args.get(1)) ? 1L : 0L;
            case "PTTL" -> keys.ttlMs(args.get(1));
            case "TYPE" -> new Status(Keyspace.type(keys.find(args.get(1))));
            case "KEYS" -> keys.keys();
            case "FLUSHALL" -> {
                keys.clear();
                yield Status.OK;
            }
            case "PUBLISH" -> {
                channels.publish(args.get(1), args.get(2));
                yield 0L;
            }
            case "PUBSUB" -> { // NUMSUB
                List<Object> counts = new ArrayList<>();
                for (String channel : args.subList(2, args.size())) {
                    counts.add(channel);
                    counts.add(channels.subscribers(channel));
                }
                yield counts;
            }
            case "PING" -> new Status("PONG");
            case "CLIENT" -> args.get(1).equalsIgnoreCase("ID") ? 1L : 0L;
            default -> throw new RedisError("ERR unknown command '" + name + "'");
        };
    }

    private @Nullable Object set(List<String> args) {
        boolean onlyNew = args.contains("NX");
        if (onlyNew && keys.find(args.get(1)) != null) {
            return null;
        }
        keys.put(args.get(1), args.get(2));
        int px = args.indexOf("PX");
        if (px > 0) {
            keys.expireAt(args.get(1), keys.nowMs() + Long.parseLong(args.get(px + 1)));
        }
        return Status.OK;
    }

    static String sha(String source) {
        try {
            byte[] bytes = source.getBytes(StandardCharsets.ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}

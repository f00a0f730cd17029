package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.memory.MemoryRedis;
import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sees every command that Redis runs and keeps books of its own: which events Redis has, who owns which partition. So it can tell
 * a commit that should have been refused, and what may be missing after a fault.
 */
final class Observer {
    /** Arguments of append_events before its events. */
    private static final int FIXED = 6;
    /** Of bury_event's arguments the one that says which entry is buried. */
    private static final int BURIED = 7;

    private static final Pattern HEADER = Pattern.compile("\\{\"event\":\"([a-z]+)\",\"client\":\"([^\"]+)\".*");

    private final World world;
    private final MemoryRedis redis;
    private final Keys keys;
    private final Ledger ledger;
    private final Map<String, String> scripts = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private boolean faulted;

    Observer(World world, MemoryRedis redis, Keys keys, Ledger ledger) {
        this.world = world;
        this.redis = redis;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** True after Redis lost something. */
    boolean isFaulted() {
        return faulted;
    }

    void saw(List<String> words, @Nullable Object reply) {
        switch (words.get(0)) {
            case "SCRIPT" -> scripts.computeIfAbsent(String.valueOf(reply), sha -> name(words.get(2)));
            case "EVALSHA", "EVAL" -> {
                String name = words.get(0).equals("EVAL") ? name(words.get(1)) : scripts.get(words.get(1));
                int keyCount = Integer.parseInt(words.get(2));
                List<String> arguments = words.subList(3 + keyCount, words.size());
                world.trace(() -> "  redis " + name + " " + arguments + " -> " + reply);
                if (reply instanceof List<?> list) {
                    listed(String.valueOf(name), words, arguments, list);
                } else if (Long.valueOf(1).equals(reply)) {
                    done(String.valueOf(name), words, arguments);
                }
            }
            default -> world.trace(() -> "  redis " + words + " -> " + reply);
        }
    }

    private static String name(String source) {
        int at = source.lastIndexOf("\n-- ");
        for (String line : source.split("\n", -1)) {
            // the script's own header comes after those of its includes
            if (line.matches("-- [a-z_]+: .*")) {
                at = source.indexOf(line);
            }
        }
        int start = source.startsWith("-- ", at) ? at + 3 : at + 4;
        return source.substring(start, source.indexOf(':', start));
    }

    private void listed(String name, List<String> words, List<String> arguments, List<?> reply) {
        if (name.equals("append_events") && reply.get(0).equals("OK")) {
            for (int i = FIXED; i + 3 < arguments.size(); i += 4) {
                int number = switch (arguments.get(i)) {
                    case "open" -> 0;
                    case "close" -> Ledger.CLOSE;
                    default -> Integer.parseInt(arguments.get(i + 3));
                };
                ledger.account(arguments.get(i + 1)).kept.add(number);
            }
        } else if (name.equals("acquire_partition") && Long.valueOf(1).equals(reply.get(0))) {
            ledger.count("partitions taken");
            owners.put(words.get(3), arguments.get(0) + " " + reply.get(1));
        }
    }

    private void done(String name, List<String> words, List<String> arguments) {
        if (name.equals("commit_partition") || name.equals("bury_event")) {
            ledger.count("commits");
            String owner = owners.get(words.get(3));
            if (!(arguments.get(0) + " " + arguments.get(1)).equals(owner)) {
                ledger.violated("commit of a worker that has lost its lease taken");
            }
            if (name.equals("bury_event")) {
                buried(arguments.get(BURIED));
            }
        } else if (name.equals("release_partition")) {
            owners.remove(words.get(3));
        }
    }

    /** The newest letter is the event of that entry, unless it was buried before. */
    private void buried(String entry) {
        Object newest = redis.execute(List.of("XREVRANGE", keys.deadLetters(), "+", "-", "COUNT", "1"));
        if (!(newest instanceof List<?> letters)
                || letters.isEmpty()
                || !(letters.get(0) instanceof List<?> letter)
                || !(letter.get(1) instanceof List<?> fields)
                || !String.valueOf(field(fields, "source")).equals(entry)) {
            return;
        }
        Matcher header = HEADER.matcher(field(fields, "header"));
        if (!header.matches()) {
            throw new IllegalStateException("letter without an event: " + letter);
        }
        int number = switch (header.group(1)) {
            case "open" -> 0;
            case "close" -> Ledger.CLOSE;
            default -> Integer.parseInt(field(fields, "data"));
        };
        ledger.count("events buried");
        ledger.ended(ledger.account(header.group(2)), number);
    }

    private static String field(List<?> fields, String name) {
        return String.valueOf(fields.get(fields.indexOf(name) + 1));
    }

    /** Whether the worker holds the lease of the client's partition. */
    boolean owns(FarmWorker worker, String client) {
        String owner = owners.get(keys.partition(ClientIds.partitionOf(client)));
        return owner != null && owner.startsWith(worker.name() + " ");
    }

    /** Whether the directory has the client. */
    boolean isListed(String client) {
        return Long.valueOf(1).equals(redis.execute(List.of("EXISTS", keys.client(client))));
    }

    /** What Redis has, to go back to. */
    Moment moment() {
        Map<String, Set<Integer>> kept = new HashMap<>();
        ledger.accounts().forEach((id, account) -> kept.put(id, new HashSet<>(account.kept)));
        return new Moment(redis.snapshot(), kept, Map.copyOf(owners));
    }

    /** Data of Redis as they once were. */
    record Moment(MemoryRedis.Snapshot data, Map<String, Set<Integer>> kept, Map<String, String> owners) {
        static final Moment NOTHING = new Moment(MemoryRedis.Snapshot.EMPTY, Map.of(), Map.of());
    }

    /** Redis has gone back; what is neither there nor handled is to come from its gateway again, if that lives. */
    void wentBack(Moment moment, Set<String> liveGateways) {
        faulted = true;
        owners.clear();
        owners.putAll(moment.owners);
        for (Ledger.Account account : ledger.accounts().values()) {
            account.kept = new HashSet<>(moment.kept.getOrDefault(account.id, Set.of()));
            account.kept.addAll(account.done);
            account.tainted = true;
            if (!liveGateways.contains(account.gateway)) {
                // two faults at once
                for (int number : account.made) {
                    if (!account.kept.contains(number)) {
                        account.excused.add(number);
                    }
                }
                account.excused.add(Ledger.CLOSE);
            }
        }
    }

    /** Texts of a set or of a hash's fields. */
    List<String> texts(String... command) {
        List<String> texts = new ArrayList<>();
        if (redis.execute(List.of(command)) instanceof List<?> list) {
            list.forEach(text -> texts.add(String.valueOf(text)));
        }
        return texts;
    }
}

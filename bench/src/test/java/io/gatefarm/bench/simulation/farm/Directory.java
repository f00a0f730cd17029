package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.memory.MemoryRedis;
import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.lease.Incarnation;
import io.gatefarm.gateway.lease.SimulatedRegistration;
import io.gatefarm.redis.directory.ClientState;
import io.gatefarm.redis.key.Keys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what Redis says of clients with what their gateways know, index by index. */
final class Directory {
    private final MemoryRedis redis;
    private final Keys keys;
    private final Ledger ledger;

    Directory(MemoryRedis redis, Keys keys, Ledger ledger) {
        this.redis = redis;
        this.keys = keys;
        this.ledger = ledger;
    }

    /** Every index, against the gateways. */
    void check(String when, List<FarmGateway> gateways) {
        Map<String, String> clients = new TreeMap<>();
        Map<String, Set<String>> groups = new TreeMap<>();
        Map<String, Set<String>> uids = new TreeMap<>();
        Map<String, Map<String, Integer>> groupGateways = new TreeMap<>();
        for (FarmGateway gateway : gateways) {
            for (Incarnation incarnation : gateway.current().stream().toList()) {
                for (Connection connection : incarnation.connections().snapshot()) {
                    ClientState state = SimulatedRegistration.state(incarnation, connection);
                    clients.put(state.clientId(), incarnation.gatewayId());
                    compare(when, incarnation.gatewayId(), state);
                    if (!state.uid().isEmpty()) {
                        uids.computeIfAbsent(state.uid(), uid -> new TreeSet<>())
                                .add(state.clientId());
                    }
                    for (String group : state.groups()) {
                        groups.computeIfAbsent(group, name -> new TreeSet<>()).add(state.clientId());
                        groupGateways
                                .computeIfAbsent(group, name -> new TreeMap<>())
                                .merge(incarnation.gatewayId(), 1, Integer::sum);
                    }
                }
            }
        }
        same(when + ": clients", clients.keySet(), named("client:").keySet());
        same(when + ": groups", groups.keySet(), texts("SMEMBERS", keys.groups()));
        same(when + ": uids", uids.keySet(), texts("SMEMBERS", keys.uids()));
        members(when + ": members of groups", groups, "group:");
        members(when + ": clients of uids", uids, "uid:");
        Map<String, Map<String, Integer>> counted = new TreeMap<>();
        named("group-gateways:").forEach((group, key) -> {
            Map<String, Integer> counts = new TreeMap<>();
            hash(key).forEach((gateway, count) -> counts.put(gateway, Integer.parseInt(count)));
            counted.put(group, counts);
        });
        if (!counted.equals(groupGateways)) {
            ledger.violated(when + ": gateways of groups differ");
        }
        Map<String, String> held = new TreeMap<>();
        named("gateway-clients:")
                .forEach((gateway, key) -> texts("SMEMBERS", key).forEach(id -> held.put(id, gateway)));
        if (!held.equals(clients)) {
            ledger.violated(when + ": clients of gateways differ");
        }
        String count = hash(keys.cell()).getOrDefault("clients", "0");
        if (Integer.parseInt(count) != clients.size()) {
            ledger.violated(when + ": number of clients differs");
        }
    }

    private void compare(String when, String gateway, ClientState state) {
        Map<String, String> fields = hash(keys.client(state.clientId()));
        Set<String> groups = new TreeSet<>();
        fields.keySet().stream()
                .filter(name -> name.startsWith("group:"))
                .forEach(name -> groups.add(name.substring(6)));
        boolean same = gateway.equals(fields.get("gateway"))
                && state.uid().equals(fields.getOrDefault("uid", ""))
                && new TreeSet<>(state.groups()).equals(groups);
        if (!same) {
            ledger.violated(when + ": gateway and Redis differ");
        }
    }

    private void members(String what, Map<String, Set<String>> expected, String kind) {
        Map<String, Set<String>> actual = new TreeMap<>();
        named(kind)
                .forEach((name, key) -> actual.put(name, new TreeSet<>(hash(key).keySet())));
        if (!actual.equals(expected)) {
            ledger.violated(what + " differ");
        }
    }

    private void same(String what, Set<String> expected, Set<String> actual) {
        if (!expected.equals(actual)) {
            ledger.violated(what + " differ");
        }
    }

    /** Whether nothing waits anywhere. */
    boolean isQuiet(int partitions, List<FarmGateway> gateways) {
        for (int p = 0; p < partitions; p++) {
            if (hasLag(p)) {
                return false;
            }
        }
        Set<String> live = new HashSet<>();
        gateways.forEach(gateway -> gateway.id().ifPresent(live::add));
        return texts("SMEMBERS", keys.deadGateways()).isEmpty()
                && live.containsAll(texts("ZRANGE", keys.gateways(), "0", "-1"))
                && gateways.stream()
                        .allMatch(gateway -> gateway.current()
                                .filter(incarnation -> incarnation.forwarder().isEmpty())
                                .isPresent());
    }

    private boolean hasLag(int partition) {
        Map<String, String> fields = hash(keys.partition(partition));
        return !fields.getOrDefault("appended", "0").equals(fields.getOrDefault("read", "0"))
                || !fields.getOrDefault("unfinished", "").isEmpty();
    }

    /** Nobody is there, nothing waits, and nothing is left but what is documented to stay. */
    void checkEnd(int partitions) {
        for (int p = 0; p < partitions; p++) {
            if (hasLag(p)) {
                ledger.violated("end: lag is not 0");
            }
        }
        for (String key : texts("KEYS", "*")) {
            String name = key.startsWith(keys.tag()) ? key.substring(keys.tag().length()) : key;
            String kind = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
            boolean expires = !Long.valueOf(-1).equals(redis.execute(List.of("PTTL", key)));
            boolean stays = switch (kind) {
                case "cell", "in", "partition", "dead-letters", "workers", "{sim}" -> true;
                case "gateway", "worker", "lock" -> expires;
                default -> false;
            };
            if (!stays) {
                ledger.violated("end: key left: " + kind);
            }
        }
    }

    private Map<String, String> named(String kind) {
        Map<String, String> named = new HashMap<>();
        String prefix = keys.tag() + kind;
        texts("KEYS", "*").stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> named.put(key.substring(prefix.length()), key));
        return named;
    }

    private Map<String, String> hash(String key) {
        Map<String, String> fields = new HashMap<>();
        if (redis.execute(List.of("HGETALL", key)) instanceof List<?> pairs) {
            for (int i = 0; i < pairs.size(); i += 2) {
                fields.put(String.valueOf(pairs.get(i)), String.valueOf(pairs.get(i + 1)));
            }
        }
        return fields;
    }

    private Set<String> texts(String... command) {
        Set<String> texts = new HashSet<>();
        if (redis.execute(List.of(command)) instanceof List<?> list) {
            list.forEach(text -> texts.add(String.valueOf(text)));
        }
        return texts;
    }
}

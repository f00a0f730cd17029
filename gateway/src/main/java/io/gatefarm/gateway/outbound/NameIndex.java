package io.gatefarm.gateway.outbound;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.gateway.client.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which of this gateway's connections have which name: groups and their members, or uids and their clients. Thread-safe. */
final class NameIndex {
    @GuardedBy("this")
    private final Map<String, Set<Connection>> byName = new HashMap<>();

    @GuardedBy("this")
    private final Map<Connection, Set<String>> byConnection = new HashMap<>();

    synchronized void add(Connection connection, String name) {
        byName.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(connection);
        byConnection.computeIfAbsent(connection, c -> new LinkedHashSet<>(2)).add(name);
    }

    synchronized void remove(Connection connection, String name) {
        unlink(byName, name, connection);
        unlink(byConnection, connection, name);
    }

    /** Takes the connection out of every name. */
    synchronized void removeAll(Connection connection) {
        Set<String> names = byConnection.remove(connection);
        if (names != null) {
            names.forEach(name -> unlink(byName, name, connection));
        }
    }

    private static <K, V> void unlink(Map<K, Set<V>> index, K key, V value) {
        Set<V> values = index.get(key);
        if (values != null && values.remove(value) && values.isEmpty()) {
            index.remove(key);
        }
    }

    /** The connection's names. */
    synchronized Set<String> names(Connection connection) {
        Set<String> names = byConnection.get(connection);
        return names == null ? Set.of() : Set.copyOf(names);
    }

    /** Adds the connections of the name. */
    synchronized void collect(String name, Collection<Connection> into) {
        Set<Connection> connections = byName.get(name);
        if (connections != null) {
            into.addAll(connections);
        }
    }

    /** Names with at least one connection. */
    synchronized int size() {
        return byName.size();
    }
}

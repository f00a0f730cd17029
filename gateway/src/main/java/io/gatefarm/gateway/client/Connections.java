package io.gatefarm.gateway.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open connections under one gateway id. Thread-safe. */
public final class Connections {
    private final ConcurrentHashMap<String, Connection> byId = new ConcurrentHashMap<>();
    private final Consumer<Connection> gone;

    /** @param gone is told of each connection after it was taken out, on any thread */
    public Connections(Consumer<Connection> gone) {
        this.gone = gone;
    }

    void add(Connection connection) {
        byId.put(connection.id(), connection);
    }

    void remove(Connection connection) {
        if (byId.remove(connection.id(), connection)) {
            gone.accept(connection);
        }
    }

    public @Nullable Connection get(String clientId) {
        return byId.get(clientId);
    }

    public boolean contains(Connection connection) {
        return byId.get(connection.id()) == connection;
    }

    public int size() {
        return byId.size();
    }

    /** A view that changes with the connections. */
    public Collection<Connection> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** The connections of this moment. */
    public List<Connection> snapshot() {
        return new ArrayList<>(byId.values());
    }
}

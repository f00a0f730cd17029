package io.gatefarm.gateway.client;

import io.gatefarm.gateway.socket.SimulatedSocket;
import io.gatefarm.redis.event.Handshake;
import java.util.Map;

/** One client of a gateway: the gateway's {@link Connection} over a socket without a network. Owned by one thread. */
public final class SimulatedClient {
    private static final Handshake HANDSHAKE = new Handshake("/", "", Map.of(), "", "192.0.2.1", 40_000, "default");

    private final Connection connection;
    private final SimulatedSocket[] socket = new SimulatedSocket[1];

    /** Connects a client to the gateway. */
    public SimulatedClient(String id, ConnectionContext context) {
        connection = new Connection(id, HANDSHAKE, context, () -> {}, handler -> {
            socket[0] = new SimulatedSocket(handler);
            return socket[0].socket();
        });
        socket[0].open();
    }

    public Connection connection() {
        return connection;
    }

    /** Whether the gateway still takes what the client sends. */
    public boolean isListenedTo() {
        return !socket[0].isClosed() && !socket[0].isCloseAsked();
    }

    /** What the client does. */
    public SimulatedSocket socket() {
        return socket[0];
    }
}

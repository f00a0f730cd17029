package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.Connection;
import io.gatefarm.redis.directory.ClientState;

/** What a simulation may see of a gateway. */
public final class SimulatedRegistration {
    private SimulatedRegistration() {}

    /** What the gateway knows of a client. */
    public static ClientState state(Incarnation incarnation, Connection connection) {
        return incarnation.dispatcher().state(connection);
    }
}

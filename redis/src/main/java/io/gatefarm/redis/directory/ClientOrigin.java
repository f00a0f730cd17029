package io.gatefarm.redis.directory;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a client connects from, and since when.
 *
 * @param address its IP address, as the handshake had it
 * @param port its port
 * @param since when its gateway saw it come, on the gateway's clock
 */
public record ClientOrigin(String address, int port, Instant since) {
    /** Reads what append_events has stored; empty when it has not. */
    static Optional<ClientOrigin> of(String remote, String sinceMs) {
        int colon = remote.lastIndexOf(':');
        if (colon < 0 || sinceMs.isEmpty()) {
            return Optional.empty();
        }
        String host = remote.substring(0, colon);
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = Integer.parseInt(remote.substring(colon + 1));
        return Optional.of(new ClientOrigin(address, port, Instant.ofEpochMilli(Long.parseLong(sinceMs))));
    }
}

package io.gatefarm.redis.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The HTTP request that opened a client's connection.
 *
 * @param path the request path, as sent ({@code /chat})
 * @param query the raw query without its question mark, or ""
 * @param headers every header, names in lower case, values in order; {@code authorization} and {@code cookie} included
 * @param subProtocol the WebSocket sub-protocol agreed on, or ""
 * @param remoteAddress the client's IP address
 * @param remotePort the client's port
 */
public record Handshake(
        String path,
        String query,
        Map<String, List<String>> headers,
        String subProtocol,
        String remoteAddress,
        int remotePort) {
    public Handshake {
        // nulls come from JSON that lacks a field
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(subProtocol, "subProtocol");
        Objects.requireNonNull(remoteAddress, "remoteAddress");
        headers = Map.copyOf(headers);
    }

    /** The first value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Where the client connects from: {@code 192.0.2.7:40000}, {@code [2001:db8::7]:40000}. */
    public String remote() {
        String host = remoteAddress.indexOf(':') < 0 ? remoteAddress : '[' + remoteAddress + ']';
        return host + ':' + remotePort;
    }

    /** Path and address only: query and headers may hold tokens, which must not reach a log. */
    @Override
    public String toString() {
        return "handshake " + path + " from " + remoteAddress;
    }
}

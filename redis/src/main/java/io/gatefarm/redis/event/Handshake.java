package io.gatefarm.redis.event;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The HTTP request that opened a client's connection. Immutable; what its methods take apart is taken apart at each call.
 *
 * @param path the request path, as sent ({@code /chat})
 * @param query the raw query without its question mark, or ""
 * @param headers every header, names in lower case, values in order; {@code authorization} and {@code cookie} included
 * @param subProtocol the WebSocket sub-protocol agreed on, or ""
 * @param remoteAddress the client's IP address in its shortest form, IPv6 without brackets; behind a trusted proxy the one that
 *     the proxy told
 * @param remotePort the client's port; 0 when a proxy did not tell
 * @param listener the name of the gateway's listener that the client came in at, {@value #DEFAULT_LISTENER} unless there are more
 */
public record Handshake(
        String path,
        String query,
        Map<String, List<String>> headers,
        String subProtocol,
        String remoteAddress,
        int remotePort,
        String listener) {
    /** The name of the listener that every gateway has. */
    public static final String DEFAULT_LISTENER = "default";

    public Handshake {
        // nulls come from JSON that lacks a field
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(subProtocol, "subProtocol");
        Objects.requireNonNull(remoteAddress, "remoteAddress");
        headers = Map.copyOf(headers);
        listener = Objects.requireNonNullElse(listener, DEFAULT_LISTENER);
    }

    /** A handshake at the default listener. */
    public Handshake(
            String path,
            String query,
            Map<String, List<String>> headers,
            String subProtocol,
            String remoteAddress,
            int remotePort) {
        this(path, query, headers, subProtocol, remoteAddress, remotePort, DEFAULT_LISTENER);
    }

    /** The first value of a header, its name in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** Where the client connects from: {@code 192.0.2.7:40000}, {@code [2001:db8::7]:40000}. */
    public String remote() {
        String host = remoteAddress.indexOf(':') < 0 ? remoteAddress : '[' + remoteAddress + ']';
        return host + ':' + remotePort;
    }

    /** The query's parameters, decoded as those of a form; values of one name in order, "" for a name without one. */
    public Map<String, List<String>> queryParameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
            }
        }
        return parameters;
    }

    /** The first value of a query parameter. */
    public Optional<String> queryParameter(String name) {
        return queryParameters().getOrDefault(name, List.of()).stream().findFirst();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that stands for itself
        }
    }

    /** The cookies by name, as sent (RFC 6265, 4.2.1); of two with one name the first counts. */
    public Map<String, String> cookies() {
        Map<String, String> cookies = new LinkedHashMap<>();
        for (String header : headers.getOrDefault("cookie", List.of())) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    cookies.putIfAbsent(
                            pair.substring(0, equals).strip(),
                            unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return cookies;
    }

    /** A cookie's value. */
    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies().get(name));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Path and address only: query and headers may hold tokens, which must not reach a log. */
    @Override
    public String toString() {
        return "handshake " + path + " from " + remoteAddress;
    }
}

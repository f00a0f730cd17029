package io.gatefarm.gateway.config;

import io.gatefarm.redis.event.Handshake;

/**
 * One address that clients connect to.
 *
 * @param name what {@code onConnect} sees as the handshake's listener; 1 to 32 of {@code a-z 0-9 -}
 * @param host address to listen on
 * @param port TCP port; 0 takes a free one
 * @param isTls true when clients must speak TLS
 */
public record ListenerConfig(String name, String host, int port, boolean isTls) {
    private static final String TLS = "tls://";

    public ListenerConfig {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException(
                    "the name of a listener must be 1 to 32 of a-z 0-9 - but is \"" + name + "\"");
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("listener " + name + " has no host");
        }
        Check.range("port of listener " + name, port, 0, 65535);
    }

    /** The listener that every gateway has. */
    public static ListenerConfig first(String host, int port, boolean isTls) {
        return new ListenerConfig(Handshake.DEFAULT_LISTENER, host, port, isTls);
    }

    /**
     * Reads {@code name=host:port} or {@code name=tls://host:port}; an IPv6 host stands in brackets.
     *
     * @throws IllegalArgumentException that shows it
     */
    public static ListenerConfig parse(String text) {
        int equals = text.indexOf('=');
        String address = text.substring(equals + 1);
        boolean tls = address.startsWith(TLS);
        String hostAndPort = tls ? address.substring(TLS.length()) : address;
        int colon = hostAndPort.lastIndexOf(':');
        if (equals < 0 || colon < 0 || !hostAndPort.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "a listener must look like name=host:port or name=tls://host:port but is \"" + text + "\"");
        }
        String host = hostAndPort.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (!bracketed && host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "the IPv6 address of a listener stands in brackets, as [::]:8282, but is \"" + text + "\"");
        }
        return new ListenerConfig(
                text.substring(0, equals),
                bracketed ? host.substring(1, host.length() - 1) : host,
                Integer.parseInt(hostAndPort.substring(colon + 1)),
                tls);
    }
}

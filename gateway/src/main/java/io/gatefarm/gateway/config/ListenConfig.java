package io.gatefarm.gateway.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the gateway listens.
 *
 * @param listeners addresses for clients, at least one; the first is the default one
 * @param tls the certificate of those that speak TLS
 * @param adminHost address for health, information and metrics
 * @param adminPort TCP port for these; 0 takes a free one
 * @param staticFiles what is served at {@code /} to plain GET requests: a folder, or {@code classpath:} and a folder on the
 *     class path; "" serves nothing
 */
public record ListenConfig(
        List<ListenerConfig> listeners, Optional<TlsConfig> tls, String adminHost, int adminPort, String staticFiles) {
    public static final ListenConfig DEFAULTS = new ListenConfig(
            List.of(ListenerConfig.first("0.0.0.0", 8282, false)), Optional.empty(), "0.0.0.0", 9282, "");

    public ListenConfig {
        Check.range("adminPort", adminPort, 0, 65535);
        listeners = List.copyOf(listeners);
        if (listeners.isEmpty()) {
            throw new IllegalArgumentException("there must be a listener for clients");
        }
        Set<String> names = new HashSet<>();
        for (ListenerConfig listener : listeners) {
            if (!names.add(listener.name())) {
                throw new IllegalArgumentException("two listeners are named \"" + listener.name() + "\"");
            }
        }
        boolean anyTls = listeners.stream().anyMatch(ListenerConfig::isTls);
        if (anyTls && tls.isEmpty()) {
            throw new IllegalArgumentException("a listener speaks TLS, but there is no certificate for it");
        }
        if (!anyTls && tls.isPresent()) {
            throw new IllegalArgumentException("there is a certificate, but no listener speaks TLS");
        }
    }

    /** The default listener. */
    public ListenerConfig first() {
        return listeners.get(0);
    }

    public ListenConfig withPorts(int port, int adminPort) {
        var first = new ListenerConfig(first().name(), first().host(), port, first().isTls());
        return withFirst(first).withAdminPort(adminPort);
    }

    private ListenConfig withAdminPort(int adminPort) {
        return new ListenConfig(listeners, tls, adminHost, adminPort, staticFiles);
    }

    /** The same with another default listener. */
    public ListenConfig withFirst(ListenerConfig first) {
        List<ListenerConfig> all = new ArrayList<>(listeners);
        all.set(0, first);
        return new ListenConfig(all, tls, adminHost, adminPort, staticFiles);
    }

    public ListenConfig withListeners(List<ListenerConfig> listeners, Optional<TlsConfig> tls) {
        return new ListenConfig(listeners, tls, adminHost, adminPort, staticFiles);
    }

    public ListenConfig withStaticFiles(String staticFiles) {
        return new ListenConfig(listeners, tls, adminHost, adminPort, staticFiles);
    }
}

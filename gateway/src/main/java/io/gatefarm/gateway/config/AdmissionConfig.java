package io.gatefarm.gateway.config;

import java.util.List;

/**
 * Who may connect, and as whom a request counts.
 *
 * @param allowedOrigins origins of the web pages that may connect, each {@code scheme://host[:port]}, {@code
 *     scheme://*.domain[:port]} for every host below a domain, or {@code null} for pages without one; empty allows every page.
 *     A request without an Origin header does not come from a browser's page and is let in
 * @param maxConnections clients of this gateway; 0 has no limit
 * @param maxConnectionsPerAddress clients of one IP address on this gateway; 0 has no limit
 * @param trustedProxies addresses and ranges ({@code 10.0.0.0/8}, {@code fd00::/8}) whose X-Forwarded-For header is believed
 * @param subProtocols those the app speaks: the first one that a client offers and that is among them is agreed on; empty agrees
 *     on whatever is offered first
 */
public record AdmissionConfig(
        List<String> allowedOrigins,
        int maxConnections,
        int maxConnectionsPerAddress,
        List<String> trustedProxies,
        List<String> subProtocols) {
    public static final AdmissionConfig DEFAULTS = new AdmissionConfig(List.of(), 0, 0, List.of(), List.of());

    public AdmissionConfig {
        Check.range("maxConnections", maxConnections, 0, Integer.MAX_VALUE);
        Check.range("maxConnectionsPerAddress", maxConnectionsPerAddress, 0, Integer.MAX_VALUE);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        subProtocols = List.copyOf(subProtocols);
    }

    public AdmissionConfig withAllowedOrigins(String... origins) {
        return new AdmissionConfig(
                List.of(origins), maxConnections, maxConnectionsPerAddress, trustedProxies, subProtocols);
    }

    public AdmissionConfig withLimits(int all, int perAddress) {
        return new AdmissionConfig(allowedOrigins, all, perAddress, trustedProxies, subProtocols);
    }

    public AdmissionConfig withTrustedProxies(String... proxies) {
        return new AdmissionConfig(
                allowedOrigins, maxConnections, maxConnectionsPerAddress, List.of(proxies), subProtocols);
    }

    public AdmissionConfig withSubProtocols(String... protocols) {
        return new AdmissionConfig(
                allowedOrigins, maxConnections, maxConnectionsPerAddress, trustedProxies, List.of(protocols));
    }
}

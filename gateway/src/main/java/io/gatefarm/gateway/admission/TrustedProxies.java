package io.gatefarm.gateway.admission;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Finds the true address of a client behind proxies: X-Forwarded-For is read from its end, where the nearest proxy wrote, and
 * believed only as far as trusted proxies wrote it. Immutable.
 */
final class TrustedProxies {
    private final InetAddressSet trusted = new InetAddressSet();

    /**
     * @param proxies as {@link io.gatefarm.gateway.config.AdmissionConfig#trustedProxies}
     * @throws IllegalArgumentException that shows the first that is none
     */
    TrustedProxies(List<String> proxies) {
        for (String proxy : proxies) {
            int slash = proxy.indexOf('/');
            Optional<InetAddress> address = IpAddress.parse(slash < 0 ? proxy : proxy.substring(0, slash));
            try {
                if (address.isEmpty()
                        || slash >= 0 && !proxy.substring(slash + 1).matches("[0-9]{1,3}")) {
                    throw new IllegalArgumentException("neither address nor range");
                }
                trusted.add(proxy);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "a trusted proxy must be an address or a range such as 10.0.0.0/8 or fd00::/8 but is \"" + proxy
                                + "\"",
                        e);
            }
        }
    }

    /**
     * Whom a request is from. The port is 0 when a proxy did not tell.
     *
     * @param peer the other end of the TCP connection
     * @param forwardedFor values of the X-Forwarded-For headers, in order
     */
    InetSocketAddress client(InetSocketAddress peer, List<String> forwardedFor) {
        InetSocketAddress client = peer;
        List<String> hops = hops(forwardedFor);
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            Optional<InetSocketAddress> before = parse(hops.get(i));
            if (before.isEmpty()) {
                break; // "unknown", or whatever a client put there
            }
            client = before.get();
        }
        return client;
    }

    private boolean isTrusted(InetSocketAddress address) {
        return !trusted.isEmpty() && trusted.test(address.getAddress());
    }

    private static List<String> hops(List<String> headers) {
        List<String> hops = new ArrayList<>();
        for (String header : headers) {
            for (String hop : header.split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        return hops;
    }

    /** An address with or without a port: {@code 1.2.3.4}, {@code 1.2.3.4:5}, {@code fd00::1}, {@code [fd00::1]:5}. */
    private static Optional<InetSocketAddress> parse(String hop) {
        int bracket = hop.indexOf(']');
        int colon = hop.lastIndexOf(':');
        boolean hasPort = colon > 0 && (bracket > 0 ? colon == bracket + 1 : hop.indexOf(':') == colon);
        String host = hasPort ? hop.substring(0, colon) : hop;
        String port = hasPort ? hop.substring(colon + 1) : "0";
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 0xFFFF) {
            return Optional.empty();
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return IpAddress.parse(bare).map(address -> new InetSocketAddress(address, Integer.parseInt(port)));
    }
}

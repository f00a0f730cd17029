package io.gatefarm.bench.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * The WebSocket address under load. Only loopback addresses: this program must not be turned against another machine.
 *
 * @param address where to connect
 * @param authority host and port as the Host header says them
 * @param path path and query, beginning with a slash
 */
public record Target(InetSocketAddress address, String authority, String path) {
    /** Names that need no look-up, so that no DNS answer can lead elsewhere. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /**
     * Reads {@code ws://host[:port][/path][?query]}.
     *
     * @throws IllegalArgumentException for anything but a plain {@code ws} address on a loopback host
     */
    public static Target parse(String url) {
        URI uri = URI.create(url);
        if (!"ws".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException("url must look like ws://127.0.0.1:8282/, not " + url);
        }
        String host = uri.getHost();
        if (!LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "refusing to load " + host + ": only localhost, 127.x.x.x and [::1] are allowed");
        }
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Target(new InetSocketAddress(loopback(host), port), host + ":" + port, path + query);
    }

    @Override
    public String toString() {
        return "ws://" + authority + path;
    }

    private static InetAddress loopback(String host) {
        try {
            return InetAddress.getByName(host.equals("localhost") ? "127.0.0.1" : host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such address: " + host, e);
        }
    }
}

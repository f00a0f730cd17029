package io.gatefarm.redis.directory;

import java.time.Instant;

/**
 * Where a client came from, and when.
 *
 * @param address its IP address, IPv6 without brackets; "" when that is not known
 * @param port its port; 0 when that is not known
 * @param time when its gateway took it in, by the gateway's clock; {@link Instant#EPOCH} when that is not known
 */
public record Arrival(String address, int port, Instant time) {
    /** Of a client that the directory does not know. */
    public static final Arrival UNKNOWN = new Arrival("", 0, Instant.EPOCH);

    /**
     * @param remote {@code address:port}, an IPv6 address in brackets; "" for none
     * @param since milliseconds since 1970; "" for none
     */
    static Arrival of(String remote, String since) {
        int colon = remote.lastIndexOf(':');
        String address = remote.substring(0, Math.max(colon, 0));
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        return new Arrival(
                bracketed ? address.substring(1, address.length() - 1) : address,
                colon < 0 ? 0 : (int) number(remote.substring(colon + 1)),
                Instant.ofEpochMilli(number(since)));
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}

package io.gatefarm.redis.overview;

import java.util.List;

/**
 * One client.
 *
 * @param id its id
 * @param uid its uid, or ""
 * @param gatewayId the gateway that holds it
 * @param remote its address and port, {@code 192.0.2.7:40000}, {@code [2001:db8::7]:40000}, or "" when not known
 * @param sinceMs when it connected, milliseconds since 1970 on the gateway's clock, or 0 when not known
 * @param groups the groups that it is in, sorted
 */
public record ClientReading(String id, String uid, String gatewayId, String remote, long sinceMs, List<String> groups) {
    public ClientReading {
        groups = List.copyOf(groups);
    }
}

package io.gatefarm.redis.channel;

import java.util.List;

/** Whom frames are for, as far as Redis has to know: it looks each name up. */
public record Target(Kind kind, List<String> names) {
    /** What the names are. */
    public enum Kind {
        /** Gateways that the caller knows to hold the clients. */
        GATEWAY,
        CLIENT,
        UID,
        GROUP,
        /** Everybody; there are no names. */
        ALL
    }

    public static Target gateway(String gatewayId) {
        return new Target(Kind.GATEWAY, List.of(gatewayId));
    }

    public static Target clients(List<String> clientIds) {
        return new Target(Kind.CLIENT, clientIds);
    }

    public static Target uids(List<String> uids) {
        return new Target(Kind.UID, uids);
    }

    public static Target groups(List<String> groups) {
        return new Target(Kind.GROUP, groups);
    }

    public static Target all() {
        return new Target(Kind.ALL, List.of());
    }
}

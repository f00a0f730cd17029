package io.gatefarm.push;

/**
 * What became of a send when Redis took it. Delivery to a gateway is at most once; whether the client's screen shows it, nobody
 * can promise.
 *
 * @param clients how many clients were addressed, excluded ones included
 */
public record Receipt(long clients) {
    /** ROUTED: handed to the gateway of at least one client, which may have gone meanwhile. OFFLINE: there was no such client. */
    public enum Status {
        ROUTED,
        OFFLINE
    }

    public Status status() {
        return clients > 0 ? Status.ROUTED : Status.OFFLINE;
    }

    static Receipt of(boolean routed) {
        return new Receipt(routed ? 1 : 0);
    }
}

package io.gatefarm.push;

/**
 * What became of a send when Redis took it. Delivery to a gateway is at most once; whether the client's screen shows it, nobody
 * can promise.
 *
 * @param clients how many clients were addressed: 0 or 1 for one client, for a list of clients those of it that are online and not
 *     excluded, else a count, in which excluded clients are included and a member of several groups comes as often
 */
public record Receipt(long clients) {
    static final Receipt NOBODY = new Receipt(0);

    /** Whether there was anybody to send to. */
    public enum Status {
        /** Handed to the gateway of at least one client, which may have gone meanwhile. */
        ROUTED,
        /** There was no such client. */
        OFFLINE
    }

    /** ROUTED when at least one client was addressed. */
    public Status status() {
        return clients > 0 ? Status.ROUTED : Status.OFFLINE;
    }

    Receipt plus(Receipt other) {
        return new Receipt(clients + other.clients);
    }
}

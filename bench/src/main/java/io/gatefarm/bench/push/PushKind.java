package io.gatefarm.bench.push;

/** Whom a send is for, at random. */
public enum PushKind {
    /** One of the clients, by id. */
    CLIENTS(1),
    /** One of the clients, each of which has a uid. */
    UIDS(1),
    /** A group of 10. */
    GROUPS_OF_10(10),
    /** A group of 100. */
    GROUPS_OF_100(100);

    private final int receivers;

    PushKind(int receivers) {
        this.receivers = receivers;
    }

    /** Clients that one send reaches. */
    int receivers() {
        return receivers;
    }
}

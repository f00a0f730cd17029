package io.gatefarm.gateway.metrics;

/** What happened to a gateway's registration in Redis. */
public enum LeaseChange {
    /** It was registered under a new id. */
    REGISTERED,
    /** Redis had lost it, and has it again under the same id. */
    RESTORED,
    /** Redis held it for dead: its clients were closed with 4001. */
    LOST
}

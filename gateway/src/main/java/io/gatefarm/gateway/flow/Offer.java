package io.gatefarm.gateway.flow;

/** What a bounded queue says to what it is offered. */
public enum Offer {
    QUEUED,
    /** The queue is past its limit; each method says whether it took this one. */
    FULL,
    /** Nothing is taken any more. */
    CLOSED
}

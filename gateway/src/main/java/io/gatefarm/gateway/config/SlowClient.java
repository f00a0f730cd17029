package io.gatefarm.gateway.config;

/** What happens when a client's queue is full and the next message may not be dropped. */
public enum SlowClient {
    /** The client is closed with 1013 and its queue thrown away: what an application cannot do without must not go missing. */
    CLOSE,
    /** The oldest messages of the queue make room, counted: the client stays and misses some. */
    DROP_OLDEST
}

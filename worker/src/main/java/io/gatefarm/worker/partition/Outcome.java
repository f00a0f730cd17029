package io.gatefarm.worker.partition;

/** What handling an event came to. */
public sealed interface Outcome {
    /** Redis did not answer the handler: nothing is wrong with the event, it is handled again. */
    Outcome REDIS_AWAY = new RedisAway();

    /**
     * It is done.
     *
     * @param dismissed the client is being closed: its messages are to be passed over
     */
    record Done(boolean dismissed) implements Outcome {}

    record RedisAway() implements Outcome {}

    /**
     * It failed: it is tried again or buried.
     *
     * @param reason for people, in the dead letter
     * @param dismissed the client is being closed: its messages are to be passed over
     */
    record Failed(String reason, boolean dismissed) implements Outcome {}
}

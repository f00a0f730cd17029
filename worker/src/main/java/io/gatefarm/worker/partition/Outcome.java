package io.gatefarm.worker.partition;

/** What handling an event came to. */
public sealed interface Outcome {
    /** It is done. */
    Outcome DONE = new Done();
    /** Redis did not answer the handler: nothing is wrong with the event, it is handled again. */
    Outcome REDIS_AWAY = new RedisAway();

    record Done() implements Outcome {}

    record RedisAway() implements Outcome {}

    /** It failed for good. The reason is for people, in the dead letter. */
    record Failed(String reason) implements Outcome {}
}

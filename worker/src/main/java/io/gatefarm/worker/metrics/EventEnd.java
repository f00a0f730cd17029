package io.gatefarm.worker.metrics;

/** How a worker was done with an event. */
public enum EventEnd {
    /** Its handler returned. */
    DONE,
    /** A message of a client that the app has closed: passed over. */
    SKIPPED,
    /** Its handler failed, for the last time: it goes to the dead letters. */
    FAILED,
    /** It has killed the workers that tried: it goes to the dead letters unhandled. */
    GIVEN_UP
}

package io.gatefarm.worker.metrics;

/** What happened to a worker's lease on a partition. */
public enum LeaseChange {
    /** It was taken from nobody, or from a worker that has died. */
    TAKEN,
    /** It was taken again after the connection to Redis was lost or a commit was refused. */
    TAKEN_AGAIN,
    /** It was given back with everything finished. */
    GIVEN_BACK,
    /** It was given back with events unfinished, which come again at the next owner. */
    GIVEN_BACK_UNFINISHED,
    /** Another worker has it: this one was away for too long. */
    LOST
}

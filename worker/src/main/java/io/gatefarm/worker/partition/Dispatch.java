package io.gatefarm.worker.partition;

import io.gatefarm.redis.event.ClientEvent;

/** What a consumer has done for it. Thread-safe; nothing here blocks. */
interface Dispatch {
    /** Has an event handled, after those of the same client that were handed over before. Called under the partition's lock. */
    void start(Handling handling, OpenEvent event);

    /** An event is buried unhandled: it has killed workers. */
    void giveUp(ClientEvent event);

    /** A commit was refused: the partition is to be taken again, or is lost. */
    void refused();
}

package io.gatefarm.worker.partition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the threads that handle one partition's events ask and tell, whichever consumer an event belongs to by now. Thread-safe.
 */
final class Handling {
    private final LongSupplier nanoTime;
    private final Object lock;

    @GuardedBy("lock")
    private final PartitionMemory memory;

    /** @param memory the lock of the partition's consumers, too */
    Handling(PartitionMemory memory, LongSupplier nanoTime) {
        this.lock = memory;
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    /** What the handler of an event is to get; empty when it may not start. */
    Optional<EventHandler.Delivery> begin(OpenEvent event) {
        synchronized (lock) {
            if (event.consumer().mayBegin(event)) {
                return Optional.of(event.begin());
            }
            event.end();
            return Optional.empty();
        }
    }

    /**
     * Leaves an event that waits for its next try to the partition's next owner, when this one is giving the partition away.
     *
     * @return false when it is not
     */
    boolean postpone(OpenEvent event) {
        synchronized (lock) {
            return event.consumer().postpone(event);
        }
    }

    /** Whether the event's partition tries its events one by one. */
    boolean isCareful(OpenEvent event) {
        synchronized (lock) {
            return event.consumer().isCareful();
        }
    }

    /** Whether the client's messages are to be passed over. */
    boolean isDismissed(String clientId) {
        synchronized (lock) {
            return memory.dismissals().contains(clientId);
        }
    }

    /** Whether the client, which is dismissed and still sends, is to be told once more to go. */
    boolean isToBeToldAgain(String clientId) {
        synchronized (lock) {
            return memory.dismissals().isToBeToldAgain(clientId, nanoTime.getAsLong());
        }
    }

    /** The handler of an event has closed its client: its messages are passed over, by the partition's next owners, too. */
    void dismiss(OpenEvent event) {
        synchronized (lock) {
            memory.dismissals().add(event.clientId(), event.origin(), nanoTime.getAsLong());
        }
    }

    /**
     * Notes that an event is done, or has failed for good.
     *
     * @return true when the partition had been too full to read on and is no more
     */
    boolean finish(OpenEvent event, Optional<String> failure) {
        PartitionConsumer now;
        synchronized (lock) {
            event.end();
            if (failure.isEmpty()) {
                memory.seen().finish(event);
            }
            now = event.consumer();
        }
        return now.finish(event, failure);
    }
}

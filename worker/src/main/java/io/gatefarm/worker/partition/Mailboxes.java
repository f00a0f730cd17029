package io.gatefarm.worker.partition;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time and in order per client, and in parallel across clients. A client without tasks costs nothing.
 * Thread-safe; bounded by the events that consumers leave open.
 */
final class Mailboxes {
    private static final Logger log = LoggerFactory.getLogger(Mailboxes.class);

    private final ConcurrentHashMap<String, ArrayDeque<Runnable>> byClient = new ConcurrentHashMap<>();
    private final Executor executor;

    Mailboxes(Executor executor) {
        this.executor = executor;
    }

    void put(String clientId, Runnable task) {
        // an entry means that a thread is working for the client; the queue holds what waits behind it
        boolean[] idle = new boolean[1];
        byClient.compute(clientId, (id, waiting) -> {
            if (waiting == null) {
                idle[0] = true;
                return new ArrayDeque<>(2);
            }
            waiting.add(task);
            return waiting;
        });
        if (idle[0]) {
            executor.execute(() -> work(clientId, task));
        }
    }

    private void work(String clientId, Runnable first) {
        Runnable task = first;
        while (task != null) {
            run(task);
            task = next(clientId);
        }
    }

    /** The client's next events come whatever this one does. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("event was not finished", e);
        }
    }

    private Runnable next(String clientId) {
        Runnable[] next = new Runnable[1];
        byClient.computeIfPresent(clientId, (id, waiting) -> {
            next[0] = waiting.poll();
            return next[0] == null ? null : waiting;
        });
        return next[0];
    }
}

package io.gatefarm.gateway.client;

import java.util.Collection;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What is queued for clients, counted over all of them when somebody asks, a scrape that is, and remembered for a second: a client
 * costs nothing for it. Thread-safe.
 */
public final class ClientQueues {
    private static final long VALID_NS = 1_000_000_000;

    private final Supplier<? extends Collection<Connections>> connections;
    private final int queueBytes;
    private final LongSupplier nanoTime;
    private volatile Depths last;

    /**
     * What was counted.
     *
     * @param bytes of all queues
     * @param crowded clients whose queue is more than half full
     */
    private record Depths(long bytes, int crowded, long atNs) {}

    /**
     * @param queueBytes that the queue of one client may hold
     * @param nanoTime as {@link System#nanoTime}
     */
    public ClientQueues(
            Supplier<? extends Collection<Connections>> connections, int queueBytes, LongSupplier nanoTime) {
        this.connections = connections;
        this.queueBytes = queueBytes;
        this.nanoTime = nanoTime;
        this.last = new Depths(0, 0, nanoTime.getAsLong() - VALID_NS);
    }

    /** Bytes queued for clients. */
    public long bytes() {
        return depths().bytes;
    }

    /** Clients whose queue is more than half full. */
    public int crowded() {
        return depths().crowded;
    }

    private Depths depths() {
        Depths known = last;
        if (nanoTime.getAsLong() - known.atNs < VALID_NS) {
            return known;
        }
        long bytes = 0;
        int crowded = 0;
        for (Connections all : connections.get()) {
            for (Connection connection : all.all()) {
                int queued = connection.queuedBytes();
                bytes += queued;
                crowded += queued > queueBytes / 2 ? 1 : 0;
            }
        }
        var counted = new Depths(bytes, crowded, nanoTime.getAsLong());
        last = counted;
        return counted;
    }
}

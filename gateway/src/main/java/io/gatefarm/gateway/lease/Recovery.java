package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.client.ConnectionContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Redis and the gateway to agree again after one may have lost what the other had told it. Any thread may ask for it;
 * {@link #run} is for the life thread.
 */
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** Between two comparisons, however often something gets lost. */
    private static final long PAUSE_NS = Duration.ofMillis(500).toNanos();

    private final ConnectionContext context;
    private final Resync resync;
    private final Ghosts ghosts;
    private final Assembly.Owner owner;
    private final LongSupplier nanoTime;
    private final AtomicBoolean wanted = new AtomicBoolean();

    /** When the last comparison ended. Owned by the life thread. */
    private long endedNs;

    /**
     * @param owner beats soon when a comparison is wanted, and meanwhile when one takes long
     * @param nanoTime as {@link System#nanoTime}
     */
    Recovery(ConnectionContext context, Resync resync, Ghosts ghosts, Assembly.Owner owner, LongSupplier nanoTime) {
        this.context = context;
        this.resync = resync;
        this.ghosts = ghosts;
        this.owner = owner;
        this.nanoTime = nanoTime;
        this.endedNs = nanoTime.getAsLong() - PAUSE_NS;
    }

    /** All is to be compared. Does not block. */
    void want() {
        if (wanted.compareAndSet(false, true)) {
            owner.beatIn(Duration.ZERO);
        }
    }

    /** Redis is told the state of one client. Does not block. */
    void restore(Connection client) {
        var unused = resync.one(client).whenComplete((done, failure) -> {
            // else the restored one may have gone, and its close with it
            if (failure != null || !context.connections().contains(client)) {
                want();
            }
        });
    }

    /** Compares all when that is wanted. What Redis has lost must be waiting again by now. */
    void run() {
        if (!wanted.get()) {
            return;
        }
        long pauseNs = endedNs + PAUSE_NS - nanoTime.getAsLong();
        if (pauseNs > 0) {
            owner.beatIn(Duration.ofNanos(pauseNs));
            return;
        }
        wanted.set(false);
        try {
            resync.all(context.forwarder()::unappended, owner::keepLease);
            ghosts.close(owner::keepLease);
            endedNs = nanoTime.getAsLong();
        } catch (RuntimeException e) {
            wanted.set(true); // again at the next beat
            log.debug("comparing with Redis failed", e);
            throw e;
        }
    }
}

package io.gatefarm.gateway;

import io.gatefarm.gateway.client.CloseCode;
import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.lease.Incarnation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Empties a gateway that takes no more clients: closes them with 4000 in slices and waits until workers have finished their last events. */
final class Drain {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    private static final Duration SLICE = Duration.ofMillis(50);
    /** A slice is at least this many, so that few clients need no window. */
    private static final int SLICE_CLIENTS = 100;
    /** How long the last events may take to get to Redis. */
    private static final Duration APPEND_LIMIT = Duration.ofSeconds(5);

    /** How long workers may take to finish them. */
    private static final Duration FINISH_LIMIT = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(5);

    private final Incarnation incarnation;
    private final GatewayConfig config;

    Drain(Incarnation incarnation, GatewayConfig config) {
        this.incarnation = incarnation;
        this.config = config;
    }

    /** How long a drain takes at most. */
    static Duration limit(GatewayConfig config) {
        return config.lease()
                .drainWindow()
                .plus(closing(config))
                .plus(APPEND_LIMIT)
                .plus(FINISH_LIMIT);
    }

    /** The sweep over clients cuts off who does not answer, a little after the limit. */
    private static Duration closing(GatewayConfig config) {
        return config.client().closeTimeout().multipliedBy(2);
    }

    /** Returns when it is done or took too long; what is left is swept. */
    void run() {
        long start = System.nanoTime();
        List<Connection> clients = incarnation.connections().snapshot();
        closeInSlices(clients);
        boolean gone = within(closing(config), this::nobodyIsLeft);
        boolean appended = within(APPEND_LIMIT, incarnation.forwarder()::isEmpty);
        // until then Redis may lose what only this gateway could append again
        boolean finished = appended && within(FINISH_LIMIT, this::isFinished);
        long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
        log.info(
                "drained clients={} gone={} appended={} finished={} ms={}",
                clients.size(),
                gone,
                appended,
                finished,
                ms);
    }

    private boolean isFinished() {
        incarnation.forwarder().look();
        return incarnation.forwarder().isFinished();
    }

    private void closeInSlices(List<Connection> clients) {
        long slices = Math.max(1, config.lease().drainWindow().dividedBy(SLICE));
        int size = (int) Math.max(SLICE_CLIENTS, (clients.size() + slices - 1) / slices);
        for (int i = 0; i < clients.size(); i++) {
            if (i > 0 && i % size == 0) {
                LockSupport.parkNanos(SLICE.toNanos());
            }
            close(clients.get(i));
        }
    }

    /** Closes those, too, whose upgrade was on its way when the drain began; a second close changes nothing. */
    private boolean nobodyIsLeft() {
        incarnation.connections().snapshot().forEach(Drain::close);
        return incarnation.connections().size() == 0;
    }

    private static void close(Connection client) {
        client.close(CloseCode.DRAIN, "gateway stops");
    }

    private static boolean within(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }
}

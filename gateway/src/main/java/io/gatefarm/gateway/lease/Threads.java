package io.gatefarm.gateway.lease;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The gateway's own threads beside Jetty's and the Redis driver's.
 *
 * @param life may block while Redis answers: registration and beats
 * @param sweeper may block while Redis answers: closing the clients of gateways that died
 * @param timer must not block: the sweep over clients, pauses before an append is sent again
 * @param nanoTime their clock, as {@link System#nanoTime}
 */
public record Threads(
        ScheduledExecutorService life,
        ScheduledExecutorService sweeper,
        ScheduledExecutorService timer,
        LongSupplier nanoTime)
        implements AutoCloseable {
    public static Threads start() {
        return new Threads(named("gateway-life"), named("gateway-sweep"), named("gateway-timer"), System::nanoTime);
    }

    private static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    @Override
    public void close() {
        life.shutdownNow();
        sweeper.shutdownNow();
        timer.shutdownNow();
    }
}

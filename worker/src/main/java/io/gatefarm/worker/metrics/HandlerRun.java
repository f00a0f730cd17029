package io.gatefarm.worker.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A handler that runs: timed from its making to {@link #end}, and known meanwhile, so that one that hangs can be seen. */
public final class HandlerRun {
    private final Timer timer;
    private final Set<HandlerRun> running;
    private final long startNs = System.nanoTime();

    /** @param running where it stands until its end; thread-safe */
    HandlerRun(Timer timer, Set<HandlerRun> running) {
        this.timer = timer;
        this.running = running;
        running.add(this);
    }

    long elapsedNs() {
        return System.nanoTime() - startNs;
    }

    /** The handler has returned or thrown. */
    public void end() {
        running.remove(this);
        timer.record(elapsedNs(), TimeUnit.NANOSECONDS);
    }
}

package io.gatefarm.bench.simulation.world;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An executor with one thread of a process, in simulated time: one task after the other, periodic ones a whole period after the
 * last has ended.
 */
final class SimulatedTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final SimulatedProcess process;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean stopped;

    SimulatedTimer(SimulatedProcess process) {
        this.process = process;
    }

    private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        Task(Callable<V> task) {
            super(task);
        }

        @Override
        public boolean runAndReset() {
            return super.runAndReset();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    command.run();
                    return Boolean.TRUE;
                },
                delay,
                unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        var task = new Task<>(callable);
        process.after(unit.toMillis(delay), () -> {
            if (!stopped) {
                execute(task);
            }
        });
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        var task = new Task<>(() -> {
            command.run();
            return Boolean.TRUE;
        });
        process.after(unit.toMillis(initialDelay), () -> execute(() -> runAgain(task, unit.toMillis(period))));
        return task;
    }

    private void runAgain(Task<?> task, long periodMs) {
        if (!stopped && task.runAndReset()) {
            process.after(periodMs, () -> execute(() -> runAgain(task, periodMs)));
        }
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return scheduleAtFixedRate(command, initialDelay, delay, unit);
    }

    @Override
    public void execute(Runnable command) {
        waiting.add(command);
        if (!busy) {
            busy = true;
            process.start(this::work);
        }
    }

    private void work() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
        busy = false;
    }

    @Override
    public void shutdown() {
        stopped = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        stopped = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return stopped;
    }

    @Override
    public boolean isTerminated() {
        return stopped;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}

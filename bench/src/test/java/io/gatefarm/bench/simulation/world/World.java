package io.gatefarm.bench.simulation.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides what happens next. A run with the same seed is the same run. */
public final class World {
    private static final long START_MS = 1_700_000_000_000L;

    private final Random random;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::atMs).thenComparingLong(Timer::number));
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> possible = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final boolean tracing;
    private long nowMs = START_MS;
    private long numbers;
    private long count;
    private @Nullable Throwable failure;

    private record Timer(long atMs, long number, Runnable action) {}

    /** Something that may happen, whenever it is possible. */
    public interface Step {
        boolean isPossible();

        void run();
    }

    /** @param tracing whether {@link #trace} keeps what it is told */
    public World(long seed, boolean tracing) {
        this.random = new Random(seed);
        this.tracing = tracing;
    }

    /** The generator of all chance. */
    public Random random() {
        return random;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From {@code low} to {@code high}, both possible. */
    public int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    public <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** True time, which no process's clock need show. */
    public long nowMs() {
        return nowMs;
    }

    /** Steps taken so far. */
    public long count() {
        return count;
    }

    /** Since the beginning. */
    public long elapsedMs() {
        return nowMs - START_MS;
    }

    public void add(Step step) {
        steps.add(step);
    }

    public void remove(Step step) {
        steps.remove(step);
    }

    public void after(long delayMs, Runnable action) {
        timers.add(new Timer(nowMs + Math.max(0, delayMs), numbers++, action));
    }

    /** Goes on for so long, or until nothing can ever happen. */
    public void runFor(long ms) {
        long endMs = nowMs + ms;
        while (nowMs < endMs && step(endMs)) {
            count++;
            if (failure != null) {
                throw new AssertionError("a thread ended", failure);
            }
        }
    }

    /** A thread has ended as none should; the run ends, too. */
    void failed(Throwable e) {
        failure = e;
    }

    private boolean step(long endMs) {
        possible.clear();
        for (Step step : steps) {
            if (step.isPossible()) {
                possible.add(step);
            }
        }
        if (possible.isEmpty()) {
            if (timers.isEmpty()) {
                nowMs = endMs;
                return false;
            }
            passTo(Math.min(endMs, timers.element().atMs()));
        } else if (chance(0.02)) { // everything takes its time
            passTo(nowMs + between(1, 5));
        } else {
            pick(possible).run();
        }
        return true;
    }

    private void passTo(long ms) {
        nowMs = Math.max(nowMs, ms);
        while (!timers.isEmpty() && timers.element().atMs() <= nowMs) {
            timers.remove().action().run();
        }
    }

    /** Notes what happened; the text is made only when somebody wants it. */
    public void trace(Supplier<String> what) {
        if (tracing) {
            trace.add(String.format("%7d %s", elapsedMs(), what.get()));
        }
    }

    public List<String> trace() {
        return trace;
    }
}

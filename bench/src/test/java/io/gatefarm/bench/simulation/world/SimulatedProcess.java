package io.gatefarm.bench.simulation.world;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One process of the farm: what is ready to run in it runs one after the other in any order, unless it hangs; once it is dead
 * nothing of it ever runs again. Its threads are virtual ones scheduled here, so that blocking code stops just itself.
 */
public final class SimulatedProcess implements World.Step {
    private static final Constructor<?> THREADS = threads();

    private final World world;
    private final String name;
    private final List<Runnable> ready = new ArrayList<>();
    private final Thread.Builder.OfVirtual threads;
    private boolean hung;
    private boolean dead;

    public SimulatedProcess(World world, String name) {
        this.world = world;
        this.name = name;
        Executor scheduler = this::ready;
        try {
            this.threads = (Thread.Builder.OfVirtual) THREADS.newInstance(scheduler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        world.add(this);
    }

    /** Not public, but the only way to say who runs virtual threads; the tests' JVM opens the package. */
    private static Constructor<?> threads() {
        try {
            var threads = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            threads.setAccessible(true);
            return threads;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK gives virtual threads no scheduler", e);
        }
    }

    public String name() {
        return name;
    }

    public World world() {
        return world;
    }

    /** Will run when its turn comes. Any thread: a wait of real time that has run out may say so. */
    public void ready(Runnable task) {
        synchronized (ready) {
            if (!dead) {
                ready.add(task);
            }
        }
    }

    /** Runs a task on a thread of the process's own, where it may block. */
    public void start(Runnable task) {
        threads.start(() -> {
            try {
                task.run();
            } catch (Throwable e) {
                world.failed(e);
            }
        });
    }

    /** A timer of the process's, in simulated time. */
    public ScheduledExecutorService timer() {
        return new SimulatedTimer(this);
    }

    /** Runs the task in the process after a while, when it is not dead then. */
    public void after(long delayMs, Runnable task) {
        world.after(delayMs, () -> ready(task));
    }

    /** Stops the calling thread, one of the process's own, for a while. */
    public void sleep(long ms) {
        var over = new CompletableFuture<Void>();
        after(ms, () -> over.complete(null));
        over.join();
    }

    /** Runs nothing until {@link #resume}. */
    public void hang() {
        hung = true;
    }

    public void resume() {
        hung = false;
    }

    public boolean isHung() {
        return hung;
    }

    public boolean isDead() {
        return dead;
    }

    public void kill() {
        synchronized (ready) {
            dead = true;
            ready.clear();
        }
        world.remove(this);
    }

    @Override
    public boolean isPossible() {
        synchronized (ready) {
            return !hung && !ready.isEmpty();
        }
    }

    @Override
    public void run() {
        Runnable task;
        synchronized (ready) {
            // mostly in order, as a fair scheduler would
            task = ready.remove(world.chance(0.7) ? 0 : world.random().nextInt(ready.size()));
        }
        task.run();
    }
}

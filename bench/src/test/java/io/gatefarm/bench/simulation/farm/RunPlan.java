package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.world.World;
import java.util.HashSet;
import java.util.Set;

/** What is to happen in a run, drawn from its seed. */
final class RunPlan {
    /** What happens to Redis, once per run. */
    enum RedisFault {
        NONE,
        /** A replica takes over that has not got the last writes. */
        FAILOVER,
        /** Two such in a row. */
        FAILOVERS,
        /** Another Redis without any data. */
        LOSS,
        /** It does not answer for a while, longer than any lease; nothing else goes wrong in such a run. */
        PAUSE,
        /** Its memory is full for a while. */
        FULL
    }

    private final RedisFault fault;
    private final boolean processesFail;
    private final double slowChance;
    private final double failChance;
    private final Set<String> killers = new HashSet<>();
    private boolean calm;

    RunPlan(World world) {
        this(world, RedisFault.values()[world.between(0, RedisFault.values().length - 1)]);
    }

    RunPlan(World world, RedisFault fault) {
        this.fault = fault;
        this.processesFail = fault != RedisFault.PAUSE && world.chance(0.85);
        this.slowChance = world.pick(java.util.List.of(0.0, 0.1, 0.4));
        this.failChance = world.pick(java.util.List.of(0.0, 0.02, 0.1));
    }

    RedisFault fault() {
        return fault;
    }

    /** Whether processes die and hang, and connections are cut. */
    boolean processesFail() {
        return processesFail;
    }

    double slowChance() {
        return calm ? 0 : slowChance;
    }

    double failChance() {
        return calm ? 0 : failChance;
    }

    /** No more faults from now on. */
    void calm() {
        calm = true;
    }

    /** Marks an event that kills the worker that handles it. */
    void makeKiller(String client, int number) {
        killers.add(client + "/" + number);
    }

    boolean kills(String client, int number) {
        return killers.contains(client + "/" + number);
    }

    boolean hasKiller() {
        return !killers.isEmpty();
    }
}

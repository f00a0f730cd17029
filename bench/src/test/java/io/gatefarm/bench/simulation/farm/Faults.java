package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.memory.MemoryRedis;
import io.gatefarm.bench.simulation.wire.SimulatedNetwork;
import io.gatefarm.bench.simulation.world.World;

/** What goes wrong in a run, and when. */
final class Faults {
    /** Longer than any lease. */
    private static final int PAUSE_MS = 15_000;

    private static final int MOST_LAG_MS = 3_000;

    private final World world;
    private final SimulatedNetwork network;
    private final MemoryRedis redis;
    private final RunPlan plan;
    private final Observer observer;
    private final FarmRun farm;
    private boolean over;
    /** While Redis has lost something that gateways have not made good yet, they do not die: that would be two faults. */
    private long fragileUntilMs;

    Faults(World world, SimulatedNetwork network, MemoryRedis redis, RunPlan plan, Observer observer, FarmRun farm) {
        this.world = world;
        this.network = network;
        this.redis = redis;
        this.plan = plan;
        this.observer = observer;
        this.farm = farm;
    }

    /** Plans the next so many milliseconds. */
    void plan(int ms) {
        int at = world.between(ms / 4, ms / 2);
        switch (plan.fault()) {
            case NONE -> {}
            case FAILOVER -> failOver(at);
            case FAILOVERS -> {
                failOver(at);
                failOver(at + world.between(200, 12_000));
            }
            case LOSS -> world.after(at, () -> goBack(Observer.Moment.NOTHING));
            case PAUSE -> {
                world.after(at, network::pause);
                world.after(at + world.between(100, PAUSE_MS), network::resume);
            }
            case FULL -> {
                world.after(at, () -> redis.setFull(true));
                world.after(at + world.between(100, 5_000), () -> redis.setFull(false));
            }
        }
        if (plan.processesFail()) {
            for (int next = world.between(0, 4_000); next < ms; next += world.between(100, 6_000)) {
                world.after(next, this::something);
            }
        }
    }

    private void failOver(int atMs) {
        int lagMs = world.between(0, MOST_LAG_MS);
        world.after(Math.max(0, atMs - lagMs), () -> {
            var moment = observer.moment();
            world.after(Math.min(lagMs, atMs), () -> goBack(moment));
        });
        fragileUntilMs = Math.max(fragileUntilMs, 0);
    }

    private void goBack(Observer.Moment moment) {
        world.trace(() -> "REDIS GOES BACK");
        farm.ledger().count("Redis went back");
        observer.wentBack(moment, farm.liveIds());
        network.failOver(redis, moment.data());
        fragileUntilMs = world.nowMs() + 15_000;
    }

    void end() {
        over = true;
        farm.gateways().forEach(gateway -> gateway.process().resume());
        farm.workers().forEach(worker -> worker.process().resume());
        network.resume();
        redis.setFull(false);
    }

    private void something() {
        if (over) {
            return;
        }
        int which = world.between(0, 99);
        if (which < 25) {
            killWorker();
        } else if (which < 45) {
            hangWorker();
        } else if (which < 60) {
            stopWorker();
        } else if (which < 70) {
            farm.addWorker();
        } else if (which < 80) {
            network.deafen(world.pick(farm.gateways()).process());
            farm.ledger().count("subscriptions cut");
        } else if (which < 94) {
            gatewayFails();
        } else {
            hangGateway();
        }
    }

    private void killWorker() {
        if (!farm.workers().isEmpty()) {
            FarmWorker worker = world.pick(farm.workers());
            world.trace(() -> "KILL " + worker.name());
            worker.kill();
            farm.ledger().count("workers killed");
        }
    }

    private void hangWorker() {
        if (!farm.workers().isEmpty()) {
            FarmWorker worker = world.pick(farm.workers());
            world.trace(() -> "HANG " + worker.name());
            worker.process().hang();
            farm.ledger().count("workers hung");
            world.after(world.between(100, 15_000), () -> {
                world.trace(() -> "GO ON " + worker.name());
                worker.process().resume();
            });
        }
    }

    private void stopWorker() {
        if (!farm.workers().isEmpty()) {
            FarmWorker worker = world.pick(farm.workers());
            world.trace(() -> "STOP " + worker.name());
            worker.stop();
            farm.ledger().count("workers stopped");
        }
    }

    private boolean isFragile() {
        boolean redisFaultComes = switch (plan.fault()) {
            case FAILOVER, FAILOVERS, LOSS -> !observer.isFaulted();
            case NONE, PAUSE, FULL -> false;
        };
        return redisFaultComes || world.nowMs() < fragileUntilMs;
    }

    private void gatewayFails() {
        if (isFragile() || farm.gateways().isEmpty()) {
            return;
        }
        FarmGateway gateway = world.pick(farm.gateways());
        if (gateway.isDraining()) {
            return;
        }
        if (world.chance(0.5)) {
            world.trace(() -> "KILL " + gateway.name());
            gateway.kill();
            farm.gateways().remove(gateway);
            farm.addGateway();
            farm.ledger().count("gateways killed");
        } else {
            world.trace(() -> "DRAIN " + gateway.name());
            gateway.process().resume();
            gateway.drain();
            farm.ledger().count("gateways drained");
        }
    }

    private void hangGateway() {
        if (isFragile() || farm.gateways().isEmpty()) {
            return;
        }
        FarmGateway gateway = world.pick(farm.gateways());
        world.trace(() -> "HANG " + gateway.name());
        gateway.process().hang();
        farm.ledger().count("gateways hung");
        gateway.excuseWhenFenced();
        world.after(world.between(100, 20_000), () -> {
            world.trace(() -> "GO ON " + gateway.name());
            gateway.process().resume();
        });
    }
}

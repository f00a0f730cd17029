package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.memory.LuaScripts;
import io.gatefarm.bench.simulation.memory.MemoryRedis;
import io.gatefarm.bench.simulation.memory.RedisServer;
import io.gatefarm.bench.simulation.wire.SimulatedNetwork;
import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.worker.partition.Retries;
import io.gatefarm.worker.partition.WorkLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One run of a farm from one seed: some time with faults, then calm, then everybody goes home; and what was wrong. */
public final class FarmRun {
    private static final int PARTITIONS = 3;
    private static final int FAULTY_MS = 20_000;
    private static final int SETTLE_MS = 40_000;

    private final World world;
    private final SimulatedNetwork network;
    private final MemoryRedis redis;
    private final Ledger ledger = new Ledger();
    private final RunPlan plan;
    private final Observer observer;
    private final Directory directory;
    private final FarmWorker.Makes makes;
    private final WorkLimits limits;
    private final List<FarmGateway> gateways = new ArrayList<>();
    private final List<FarmWorker> workers = new ArrayList<>();
    private int names;

    /** @param tracing whether {@link #trace} tells all that happened */
    public FarmRun(long seed, LuaScripts lua, boolean tracing) {
        this(seed, lua, tracing, memory -> memory);
    }

    FarmRun(long seed, LuaScripts lua, boolean tracing, Function<MemoryRedis, RedisServer> server) {
        world = new World(seed, tracing);
        network = new SimulatedNetwork(world, "sim");
        redis = new MemoryRedis(lua, network);
        network.serve(server.apply(redis));
        network.beforeCommands(() -> redis.setNow(world.nowMs()), redis::news);
        plan = new RunPlan(world);
        observer = new Observer(world, redis, new Keys("sim"), ledger);
        network.watch(observer::saw);
        directory = new Directory(redis, new Keys("sim"), ledger);
        makes = new FarmWorker.Makes(ledger, observer, plan);
        redis.setTrimming(world.chance(0.5));
        var retries = world.chance(0.3) ? new Retries(2, Duration.ofMillis(100)) : Retries.NONE;
        limits = new WorkLimits(
                Duration.ofSeconds(5),
                world.pick(List.of(16, 512)),
                world.pick(List.of(1, 4, 64)),
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                retries);
    }

    /** Runs it all. */
    public void run() {
        redis.setNow(world.nowMs());
        for (int i = 0; i < 2; i++) {
            addGateway();
            addWorker();
        }
        if (plan.processesFail()) {
            network.setCutChance(world.pick(List.of(0.0, 0.001, 0.01)));
        }
        world.runFor(3_000);
        var faults = new Faults(world, network, redis, plan, observer, this);
        faults.plan(FAULTY_MS);
        for (int at = world.between(5, 200); at < FAULTY_MS; at += world.between(5, 1_500)) {
            world.after(at, this::clientActs);
        }
        live(FAULTY_MS);
        calm(faults);
        directory.check("calm", gateways);
        goHome();
        ledger.close();
        directory.checkEnd(PARTITIONS);
        network.counts().forEach(ledger::count);
    }

    private void live(int ms) {
        for (int passed = 0; passed < ms; passed += 100) {
            world.runFor(100);
            gateways.forEach(gateway -> {
                if (!gateway.process().isHung()) {
                    gateway.clientsAnswer();
                }
            });
            gateways.forEach(FarmGateway::watch);
            for (FarmGateway gateway : List.copyOf(gateways)) {
                if (gateway.hasEnded()) {
                    gateways.remove(gateway);
                }
            }
            workers.removeIf(worker -> worker.process().isDead() || worker.hasStopped());
            supervise();
        }
    }

    /** What ends is started again. */
    private void supervise() {
        if (!home && workers.stream().filter(worker -> !worker.isStopping()).count() < 2 && world.chance(0.2)) {
            addWorker();
        }
        if (!home && gateways.size() < 2 && world.chance(0.2)) {
            addGateway();
        }
    }

    private boolean home;

    private void calm(Faults faults) {
        faults.end();
        plan.calm();
        network.setCutChance(0);
        live(2_000);
        for (int passed = 0; passed < SETTLE_MS && !directory.isQuiet(PARTITIONS, gateways); passed += 500) {
            live(500);
        }
        live(2_500); // one more beat of each
    }

    private void goHome() {
        home = true;
        gateways.forEach(FarmGateway::drain);
        for (int passed = 0;
                passed < SETTLE_MS && !(gateways.isEmpty() && directory.isQuiet(PARTITIONS, gateways));
                passed += 500) {
            live(500);
        }
    }

    private void clientActs() {
        if (gateways.isEmpty()) {
            return;
        }
        FarmGateway gateway = world.pick(gateways);
        if (!gateway.isDraining() && !gateway.process().isHung()) {
            gateway.process().ready(() -> gateway.clientActs(plan));
        }
    }

    void addGateway() {
        gateways.add(new FarmGateway(world, network, "gateway" + ++names, PARTITIONS, ledger));
    }

    void addWorker() {
        workers.add(new FarmWorker(world, network, "worker" + ++names, PARTITIONS, limits, makes));
    }

    List<FarmGateway> gateways() {
        return gateways;
    }

    List<FarmWorker> workers() {
        return workers;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Ids of gateways that live. */
    Set<String> liveIds() {
        Set<String> ids = new HashSet<>();
        gateways.forEach(gateway -> gateway.id().ifPresent(ids::add));
        return ids;
    }

    /** What must never be and was, how often. */
    public Map<String, Integer> violations() {
        return ledger.violations();
    }

    /** What happened, how often. */
    public Map<String, Integer> counts() {
        return ledger.counts();
    }

    /** Simulated steps. */
    public long steps() {
        return world.count();
    }

    /** In one line. */
    public String describe() {
        return plan.fault() + (plan.processesFail() ? ", processes fail" : "");
    }

    public List<String> trace() {
        world.trace(() -> "AT THE END " + ledger.violations());
        ledger.details().forEach(detail -> world.trace(() -> detail));
        return world.trace();
    }
}

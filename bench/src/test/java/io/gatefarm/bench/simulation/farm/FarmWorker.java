package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.wire.SimulatedNetwork;
import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.GatewaySweep;
import io.gatefarm.worker.callback.Callbacks;
import io.gatefarm.worker.partition.EventHandler;
import io.gatefarm.worker.partition.Outcome;
import io.gatefarm.worker.partition.SelfReport;
import io.gatefarm.worker.partition.SimulatedWork;
import io.gatefarm.worker.partition.WorkLimits;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker's process. */
final class FarmWorker {
    private static final Duration GATEWAY_LEASE = Duration.ofSeconds(10);
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
    /** Waits are ended by the simulation, see {@link FarmGateway}. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimulatedProcess process;
    private final SimulatedNetwork network;
    private final Ledger ledger;
    private final SimulatedWork work;
    private boolean stopping;

    FarmWorker(World world, SimulatedNetwork network, String name, int partitions, WorkLimits limits, Makes makes) {
        this.process = new SimulatedProcess(world, name);
        this.network = network;
        this.ledger = makes.ledger();
        var redis = network.open(process);
        var gateway = GatewayClient.over(redis);
        var app = new App(this, ledger, world, makes.observer(), makes.plan());
        var callbacks = new Callbacks(app, gateway, redis.directory(), PATIENCE);
        var me = new SelfReport(name, Map.of("name", name), wanted -> {});
        work = new SimulatedWork(process, redis, me, partitions, limits, new EventHandler() {
            @Override
            public Outcome handle(Delivery delivery) {
                Outcome outcome = callbacks.handle(delivery);
                ended(delivery.event(), outcome);
                return outcome;
            }

            @Override
            public void giveUp(ClientEvent event) {
                ledger.count("events given up");
                givenUp(event, makes.plan());
                callbacks.giveUp(event);
            }

            @Override
            public void closeAgain(ClientEvent event) {
                callbacks.closeAgain(event);
            }

            @Override
            public void whenSent(Runnable action) {
                gateway.whenSettled(action);
            }
        });
        var sweep = new GatewaySweep(
                redis.gatewayLeases(), name, GATEWAY_LEASE, SWEEP_INTERVAL, PATIENCE, () -> world.nowMs() * 1_000_000);
        redis.whenReconnected(sweep::startAnew);
        long everyMs = SWEEP_INTERVAL.toMillis();
        process.timer().scheduleWithFixedDelay(() -> quietly(sweep::run), everyMs, everyMs, TimeUnit.MILLISECONDS);
        process.start(() -> begin(work));
    }

    /** What every worker's parts are made with. */
    record Makes(Ledger ledger, Observer observer, RunPlan plan) {}

    /** As a process that its supervisor starts until it comes up. */
    private void begin(SimulatedWork what) {
        try {
            what.start();
        } catch (RuntimeException e) {
            process.after(500, () -> process.start(() -> begin(what)));
        }
    }

    private void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            process.world().trace(() -> name() + " is tried again: " + e.getMessage());
        }
    }

    private void ended(ClientEvent event, Outcome outcome) {
        boolean dismissed = outcome instanceof Outcome.Done done && done.dismissed()
                || outcome instanceof Outcome.Failed failed && failed.dismissed();
        if (dismissed) {
            ledger.account(event.clientId()).dismissed = true;
        }
        if (outcome instanceof Outcome.Done) {
            ledger.ended(ledger.account(event.clientId()), number(event));
        }
        if (outcome instanceof Outcome.Failed) {
            ledger.account(event.clientId()).failed.add(number(event));
        }
    }

    /** It has failed for good, or is said to have killed workers. One that has done neither was tried while its worker died. */
    private void givenUp(ClientEvent event, RunPlan plan) {
        var account = ledger.account(event.clientId());
        int number = number(event);
        if (!plan.kills(event.clientId(), number) && !account.failed.contains(number)) {
            ledger.count("innocents given up");
        }
        if (event instanceof ClientEvent.Opened) {
            account.dismissed = true;
        }
    }

    private static int number(ClientEvent event) {
        return switch (event) {
            case ClientEvent.Opened opened -> 0;
            case ClientEvent.Received received ->
                Integer.parseInt(received.message().text());
            case ClientEvent.Closed closed -> Ledger.CLOSE;
        };
    }

    String name() {
        return process.name();
    }

    SimulatedProcess process() {
        return process;
    }

    /** Begins to stop in order. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Goes on with its stop; true once it has ended. */
    boolean hasStopped() {
        if (!stopping || process.isHung() || !work.stop()) {
            return false;
        }
        kill();
        return true;
    }

    void kill() {
        process.kill();
        network.killed(process);
    }
}

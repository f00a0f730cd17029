package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.wire.SimulatedNetwork;
import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.gateway.client.CloseCode;
import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.client.SimulatedClient;
import io.gatefarm.gateway.config.FarmConfig;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.lease.Incarnation;
import io.gatefarm.gateway.lease.Registration;
import io.gatefarm.gateway.lease.SweepLoop;
import io.gatefarm.gateway.lease.Threads;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.redis.key.ClientIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A gateway's process and the clients that are connected to it. */
final class FarmGateway {
    /** Waits are ended by the simulation; a limit in real time would make a run depend on how busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final GatewayConfig CONFIG = config();
    private static final int POLL_MS = 50;
    private static final int DRAIN_LIMIT_MS = 15_000;

    private final World world;
    private final SimulatedProcess process;
    private final SimulatedNetwork network;
    private final Ledger ledger;
    private final ClientIds ids;
    private final Registration registration;
    private final List<Guest> guests = new ArrayList<>();
    private boolean draining;
    private boolean ended;
    private boolean mayBeFenced;
    private String lastId = "";

    /** One connected client, and how many messages it has sent. */
    private static final class Guest {
        final Ledger.Account account;
        final SimulatedClient client;
        int messages;
        boolean answering;

        Guest(Ledger.Account account, SimulatedClient client) {
            this.account = account;
            this.client = client;
        }
    }

    private static GatewayConfig config() {
        var defaults = GatewayConfig.defaults("redis://simulation:6379", "sim");
        var farm = new FarmConfig(defaults.farm().redis().withCommandTimeout(PATIENCE), "sim", 0);
        return new GatewayConfig(
                farm, defaults.listen(), defaults.admission(), defaults.client(), defaults.inbound(), defaults.lease());
    }

    FarmGateway(World world, SimulatedNetwork network, String name, int partitions, Ledger ledger) {
        this.world = world;
        this.process = new SimulatedProcess(world, name);
        this.network = network;
        this.ledger = ledger;
        this.ids = new ClientIds(partitions, world.random());
        var threads = new Threads(process.timer(), process.timer(), process.timer(), () -> world.nowMs() * 1_000_000);
        var redis = network.open(process);
        registration = new Registration(
                redis, CONFIG, partitions, new GatewayMetrics(new SimpleMeterRegistry()), world.random(), threads);
        SweepLoop.start(redis, CONFIG, registration.instance(), threads);
        process.start(this::begin);
    }

    private void begin() {
        try {
            registration.start();
        } catch (RuntimeException e) {
            process.after(500, () -> process.start(this::begin));
        }
    }

    SimulatedProcess process() {
        return process;
    }

    String name() {
        return process.name();
    }

    /** The id under which it is registered now. */
    Optional<String> id() {
        return registration.current().map(Incarnation::gatewayId);
    }

    Optional<Incarnation> current() {
        return registration.current();
    }

    // ---- what clients do

    /** A client connects, when the gateway takes one. */
    void connect() {
        Optional<ConnectionContext> context = registration.context();
        if (context.isEmpty()) {
            return;
        }
        String id = ids.next();
        var account = ledger.open(id, context.get().gatewayId());
        account.made.add(0);
        ledger.count("opens");
        var client = new SimulatedClient(id, context.get());
        guests.add(new Guest(account, client));
    }

    /** One of the clients does something. */
    void clientActs(RunPlan plan) {
        guests.removeIf(guest -> guest.client.socket().isClosed());
        if (guests.isEmpty() || world.chance(0.25)) {
            connect();
            return;
        }
        Guest guest = world.pick(guests);
        if (world.chance(0.15)) {
            leave(guest);
        } else {
            int number = guest.messages + 1;
            if (guest.client.isListenedTo()) {
                guest.messages = number;
                guest.account.made.add(number);
                ledger.count("messages");
                if (!plan.hasKiller() && plan.processesFail() && world.chance(0.02)) {
                    plan.makeKiller(guest.account.id, number);
                }
                guest.client.socket().message(Integer.toString(number));
            }
        }
    }

    private void leave(Guest guest) {
        if (guest.account.made.add(Ledger.CLOSE)) {
            ledger.count("closes");
        }
        if (world.chance(0.5)) {
            guest.client.socket().close();
        } else {
            guest.client.socket().cut();
        }
    }

    /** Clients answer the gateway's close frames. */
    void clientsAnswer() {
        for (Guest guest : List.copyOf(guests)) {
            if (guest.client.socket().isCloseAsked() && !guest.answering) {
                guest.answering = true;
                guest.client.socket().close();
            }
        }
        guests.removeIf(guest -> guest.client.socket().isClosed());
    }

    int clients() {
        return guests.size();
    }

    // ---- its end

    /** Begins to stop in order. */
    void drain() {
        if (!draining) {
            draining = true;
            process.start(this::stop);
        }
    }

    boolean isDraining() {
        return draining;
    }

    private void stop() {
        registration.drain();
        registration.current().ifPresent(this::empty);
        registration.end();
        ended = true;
    }

    private void empty(Incarnation incarnation) {
        long deadlineMs = world.nowMs() + DRAIN_LIMIT_MS;
        boolean done = false;
        while (!done && world.nowMs() < deadlineMs) {
            incarnation.connections().snapshot().forEach(client -> client.close(CloseCode.DRAIN, "gateway stops"));
            clientsAnswer();
            incarnation.forwarder().look();
            done = incarnation.connections().size() == 0
                    && incarnation.forwarder().isEmpty()
                    && incarnation.forwarder().isFinished();
            process.sleep(POLL_MS);
        }
    }

    /** True once its stop is over and the process gone. */
    boolean hasEnded() {
        if (ended) {
            kill();
        }
        return ended;
    }

    /** Notices when the gateway has started over under another id: what it had not appended under the old one is lost. */
    void watch() {
        String id = id().orElse("");
        if (id.isEmpty() || id.equals(lastId)) {
            return;
        }
        if (!lastId.isEmpty()) {
            ledger.count("gateways fenced");
            ledger.gatewayGone(lastId);
            if (!mayBeFenced) {
                ledger.violated("gateway fenced that had not hung");
            }
        }
        lastId = id;
    }

    /** It hangs: should it be declared dead meanwhile, what it had not appended is lost. */
    void excuseWhenFenced() {
        mayBeFenced = true;
    }

    /** As by SIGKILL: what it had not appended is gone with it. */
    void kill() {
        process.kill();
        network.killed(process);
        for (Guest guest : guests) {
            ledger.gatewayGone(guest.account.gateway);
        }
        id().ifPresent(ledger::gatewayGone);
    }
}

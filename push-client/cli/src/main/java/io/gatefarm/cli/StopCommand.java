package io.gatefarm.cli;

import io.gatefarm.redis.lease.Asked;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.overview.FarmReading;
import io.gatefarm.redis.overview.GatewayReading;
import io.gatefarm.redis.overview.WorkerReading;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stop}: ends gateways and workers in order, and waits until they are gone. */
@Command(
        name = "stop",
        sortOptions = false,
        description = "Stops gateways (their clients are closed with 4000) and workers, and waits until they are gone. "
                + "A supervisor that always restarts will bring them back.")
final class StopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what = new What();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeConverter.class,
            description = "How long to wait for each. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--yes", description = "Does not ask before --all")
    private boolean yes;

    private static final class What {
        @Option(names = "--gateway", paramLabel = "ID", description = "This gateway; repeatable")
        private List<String> gateways = List.of();

        @Option(names = "--worker", paramLabel = "ID", description = "This worker; repeatable")
        private List<String> workers = List.of();

        @Option(names = "--all", description = "Every gateway, then every worker")
        private boolean all;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Farm farm = options.open()) {
            List<String> gateways = new ArrayList<>(what.gateways);
            List<String> workers = new ArrayList<>(what.workers);
            if (what.all) {
                FarmReading reading = farm.await(farm.overview().read());
                living(reading.gateways(), reading.timeMs()).forEach(gateways::add);
                reading.workers().stream()
                        .filter(worker -> worker.leaseEndMs() > reading.timeMs())
                        .map(WorkerReading::id)
                        .forEach(workers::add);
                confirm(farm, reading, gateways.size(), workers.size());
            }
            stopGateways(farm, gateways);
            stopWorkers(farm, workers);
        }
        return CliProcess.DONE;
    }

    private static List<String> living(List<GatewayReading> gateways, long nowMs) {
        return gateways.stream()
                .filter(gateway -> gateway.leaseEndMs() > nowMs)
                .map(GatewayReading::id)
                .toList();
    }

    private void confirm(Farm farm, FarmReading reading, int gateways, int workers) {
        if (gateways + workers == 0) {
            throw new CannotException("app " + farm.app() + " has no gateway and no worker to stop");
        }
        String question = "Stop " + Words.count(gateways, "gateway") + " with "
                + Words.count(reading.clients(), "client") + " and " + Words.count(workers, "worker") + " of app "
                + farm.app() + "?";
        if (!yes && Terminal.isThere() && !Terminal.confirms(question)) {
            throw new CannotException("nothing was stopped");
        }
    }

    /** All at once: each drains on its own. */
    private void stopGateways(Farm farm, List<String> ids) throws InterruptedException {
        var leases = farm.gatewayLeases();
        List<String> asked = ids.stream()
                .filter(id -> isAsked("gateway " + id, farm.await(leases.askToStop(id))))
                .toList();
        for (String id : asked) {
            awaitGone("gateway " + id, () -> gateway(farm, id));
        }
    }

    private static Optional<String> gateway(Farm farm, String id) {
        if (!farm.await(farm.overview().isGatewayAlive(id))) {
            return Optional.empty();
        }
        FarmReading reading = farm.await(farm.overview().read());
        return reading.gateways().stream()
                .filter(gateway -> gateway.id().equals(id))
                .findFirst()
                .map(gateway ->
                        gateway.state() + ", " + Words.count(gateway.counts().clients(), "client") + " left");
    }

    private void stopWorkers(Farm farm, List<String> ids) throws InterruptedException {
        var leases = farm.partitionLeases();
        List<String> asked = ids.stream()
                .filter(id -> isAsked("worker " + id, farm.await(leases.ask(id, Wanted.STOP))))
                .toList();
        for (String id : asked) {
            awaitGone(
                    "worker " + id,
                    () -> farm.await(farm.overview().isWorkerKnown(id))
                            ? Optional.of("finishes its events")
                            : Optional.empty());
        }
    }

    /** False for one that has gone by itself since all were read. */
    private boolean isAsked(String who, Asked asked) {
        if (asked != Asked.ASKED && what.all) {
            out().println(who + ": gone already");
            return false;
        }
        if (asked != Asked.ASKED) {
            throw new CannotException(who + (asked == Asked.DEAD ? " is dead or on its way out" : " is not known"));
        }
        out().println(who + ": told to stop");
        return true;
    }

    private void awaitGone(String who, Supplier<Optional<String>> left) throws InterruptedException {
        Duration took = new Progress(out(), timeout).await(who, left);
        out().println(who + ": gone after " + Words.seconds(took));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

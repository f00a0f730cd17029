package io.gatefarm.cli;

import io.gatefarm.redis.lease.Asked;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.overview.FarmReading;
import io.gatefarm.redis.overview.WorkerReading;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reload}: workers are started anew by their supervisor, one after the other. */
@Command(
        name = "reload",
        sortOptions = false,
        description =
                "Restarts workers one by one: each gives its partitions to the others and ends with 75, its supervisor "
                        + "starts it again, and only then the next one is told. Without a supervisor the first one stays away, "
                        + "and the command stops there.")
final class ReloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Option(names = "--worker", paramLabel = "ID", description = "This worker only; repeatable")
    private List<String> only = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeConverter.class,
            description = "How long to wait for each to go, and for the next of its name to come. "
                    + "Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ZERO;

    @Override
    public Integer call() throws InterruptedException {
        try (Farm farm = options.open()) {
            FarmReading reading = read(farm);
            List<WorkerReading> workers = new ArrayList<>(reading.workers());
            workers.removeIf(worker -> worker.leaseEndMs() <= reading.timeMs());
            List<WorkerReading> chosen = only.isEmpty() ? workers : chosen(workers);
            if (chosen.isEmpty()) {
                throw new CannotException("app " + farm.app() + " has no worker to reload");
            }
            Set<String> seen =
                    new HashSet<>(workers.stream().map(WorkerReading::id).toList());
            for (int i = 0; i < chosen.size(); i++) {
                reload(farm, chosen.get(i), chosen.size() - i - 1, seen);
            }
        }
        return CliProcess.DONE;
    }

    private static FarmReading read(Farm farm) {
        return farm.await(farm.overview().read());
    }

    private List<WorkerReading> chosen(List<WorkerReading> workers) {
        return only.stream()
                .map(id -> workers.stream()
                        .filter(worker -> worker.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new CannotException("worker " + id + " is not known or dead")))
                .toList();
    }

    /** @param seen ids of the workers there were, to which the new one is added */
    private void reload(Farm farm, WorkerReading worker, int left, Set<String> seen) throws InterruptedException {
        String who = "worker " + worker.id();
        if (farm.await(farm.partitionLeases().ask(worker.id(), Wanted.RELOAD)) != Asked.ASKED) {
            throw new CannotException(who + " has gone meanwhile");
        }
        out().println(who + ": told to reload");
        var progress = new Progress(out(), timeout);
        Duration took = progress.await(
                who,
                () -> farm.await(farm.overview().isWorkerKnown(worker.id()))
                        ? Optional.of("finishes its events")
                        : Optional.empty());
        out().println(who + ": gone after " + Words.seconds(took));
        String came = awaitNext(farm, worker, left, seen);
        out().println(who + ": replaced by " + came);
    }

    private String awaitNext(Farm farm, WorkerReading worker, int left, Set<String> seen) throws InterruptedException {
        List<String> came = new ArrayList<>();
        try {
            new Progress(out(), timeout).await("worker " + worker.id(), () -> {
                read(farm).workers().stream()
                        .filter(next -> next.name().equals(worker.name()) && seen.add(next.id()))
                        .map(WorkerReading::id)
                        .forEach(came::add);
                return came.isEmpty() ? Optional.of("waits for its supervisor") : Optional.empty();
            });
        } catch (CannotException e) {
            throw new CannotException("worker " + worker.id() + " has ended, and no other named " + worker.name()
                    + " has come within " + Words.seconds(timeout) + ": does a supervisor start it again? "
                    + Words.count(left, "worker") + " not reloaded");
        }
        return came.get(0);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}

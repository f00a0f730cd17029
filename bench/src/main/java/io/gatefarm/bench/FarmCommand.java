package io.gatefarm.bench;

import io.gatefarm.bench.farm.BenchFarm;
import io.gatefarm.bench.farm.FarmSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code farm}: starts Redis, gateways and workers as processes, runs a load against the first gateway, and ends them. */
@Command(
        name = "farm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts a farm, runs a load against it and measures all its processes: "
                + "farm --partitions 8 -- echo --connections 200",
        footer = "Needs the jars: mvn package -DskipTests")
final class FarmCommand implements Callable<Integer> {
    @Option(names = "--gateways", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private int gateways;

    @Option(names = "--workers", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private int workers;

    @Option(names = "--partitions", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(
            names = "--port",
            defaultValue = "8282",
            description = "The first gateway's port. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--root", defaultValue = ".", description = "The project's folder. Default: the current one")
    private Path root = Path.of(".");

    @Parameters(description = "The load and its options, without --url and --pids.", arity = "1..*")
    private List<String> load = new ArrayList<>();

    @Override
    public Integer call() {
        try (var farm = BenchFarm.start(root, new FarmSize(gateways, workers, partitions), port)) {
            List<String> command = new ArrayList<>(load);
            command.add("--url=ws://127.0.0.1:" + port + "/");
            command.add("--pids="
                    + farm.pids().entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining(",")));
            return BenchProcess.commandLine().execute(command.toArray(String[]::new));
        }
    }
}

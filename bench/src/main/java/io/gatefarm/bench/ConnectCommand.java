package io.gatefarm.bench;

import io.gatefarm.bench.load.ConnectConfig;
import io.gatefarm.bench.load.ConnectLoad;
import io.gatefarm.bench.load.ConnectResult;
import io.gatefarm.bench.report.Report;
import io.gatefarm.bench.report.Statistics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code connect}: options in, report out. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Opens idle connections and holds them; says on standard error when it holds all.")
final class ConnectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--connections", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--rate",
            defaultValue = "2000",
            description = "Connections that begin each second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(
            names = "--hold",
            defaultValue = "30",
            description = "Seconds that they stay open. Default: ${DEFAULT-VALUE}")
    private int hold;

    @Override
    public Integer call() {
        ConnectConfig config = new ConnectConfig(run.target(), connections, rate, Duration.ofSeconds(hold), run.pids());
        ConnectResult result = ConnectLoad.run(config, this::sayHeld);
        return run.print(report(config, result), result.clean(), spec);
    }

    private void sayHeld(int open) {
        spec.commandLine().getErr().println("holding connections=" + open + " seconds=" + hold);
        spec.commandLine().getErr().flush();
    }

    private static Report report(ConnectConfig config, ConnectResult result) {
        return new Report("connect")
                .put("config", describe(config))
                .put("connectsPerSecond", result.opened() * 1e9 / result.dialNs())
                .put("connectUs", Statistics.percentilesUs(result.latency()))
                .put("opened", result.opened())
                .put("connections", Statistics.connections(result.connections()))
                .put("processes", Statistics.perProcess(result.usage(), "Connection", result.opened()));
    }

    private static Map<String, Object> describe(ConnectConfig config) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", config.target().toString());
        options.put("connections", config.connections());
        options.put("rate", config.rate());
        options.put("holdSeconds", config.hold().toSeconds());
        return options;
    }
}

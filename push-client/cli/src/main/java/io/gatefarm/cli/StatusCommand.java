package io.gatefarm.cli;

import io.gatefarm.cli.view.StatusJson;
import io.gatefarm.cli.view.StatusTable;
import io.gatefarm.redis.overview.FarmReading;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: who is there, who does what, how far behind, how fast. */
@Command(name = "status", sortOptions = false, description = "Shows gateways, workers, partitions, counts and rates.")
final class StatusCommand implements Callable<Integer> {
    private static final String CLEAR = "\033[H\033[2J";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FarmOptions options = new FarmOptions();

    @Option(
            names = "--sample",
            paramLabel = "TIME",
            defaultValue = "2200ms",
            converter = TimeConverter.class,
            description =
                    "Time between the two readings that rates come from. Gateways store what they count every 2 s, "
                            + "workers every second. 0 reads once, without rates. Default: ${DEFAULT-VALUE}")
    private Duration sample = Duration.ZERO;

    @Option(names = "--watch", description = "Goes on until Ctrl-C")
    private boolean watch;

    @Option(names = "--json", description = "Prints JSON; with --watch one object a line")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        try (Farm farm = options.open()) {
            FarmReading first = read(farm);
            if (first.partitions().isEmpty() && first.gateways().isEmpty()) {
                throw new CannotException("app " + farm.app() + " was never started on Redis " + farm.address());
            }
            do {
                FarmReading second = first;
                if (!sample.isZero()) {
                    TimeUnit.MILLISECONDS.sleep(sample.toMillis());
                    second = read(farm);
                }
                print(first, second);
                first = second;
            } while (watch);
        }
        return CliProcess.DONE;
    }

    private static FarmReading read(Farm farm) {
        return farm.await(farm.overview().read());
    }

    private void print(FarmReading before, FarmReading now) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(StatusJson.of(before, now, !watch));
            return;
        }
        if (watch && Terminal.isThere()) {
            out.print(CLEAR);
        }
        out.print(StatusTable.of(before, now, Terminal.width()));
        out.flush();
    }
}

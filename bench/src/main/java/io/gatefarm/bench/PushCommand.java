package io.gatefarm.bench;

import io.gatefarm.bench.push.PushConfig;
import io.gatefarm.bench.push.PushKind;
import io.gatefarm.bench.push.PushLoad;
import io.gatefarm.bench.push.PushRun;
import io.gatefarm.bench.report.Report;
import io.gatefarm.bench.report.Statistics;
import io.gatefarm.bench.report.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code push}: options in, report out. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Starts Redis and gateways without sockets, sends from one push client as fast as the receipts come,"
                        + " and checks that each frame arrives.")
final class PushCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Option(
            names = "--kinds",
            split = ",",
            defaultValue = "CLIENTS,UIDS,GROUPS_OF_10,GROUPS_OF_100",
            description = "Whom to send to, one after the other. Default: ${DEFAULT-VALUE}")
    private List<PushKind> kinds = new ArrayList<>();

    @Option(names = "--gateways", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}")
    private int gateways;

    @Option(names = "--clients", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}")
    private int clients;

    @Option(
            names = "--outstanding",
            defaultValue = "5000",
            description = "Sends that may wait for their receipts. Default: ${DEFAULT-VALUE}")
    private int outstanding;

    @Option(names = "--bytes", defaultValue = "64", description = "Bytes of a message. Default: ${DEFAULT-VALUE}")
    private int bytes;

    @Option(
            names = "--warmup",
            defaultValue = "10",
            description = "Seconds before the runs of each kind. Default: ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a run. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each kind. Default: ${DEFAULT-VALUE}")
    private int runs;

    @Override
    public Integer call() {
        var config = new PushConfig(
                kinds,
                gateways,
                clients,
                outstanding,
                bytes,
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                runs);
        Map<PushKind, List<PushRun>> results = PushLoad.run(config);
        boolean clean = results.values().stream().flatMap(List::stream).allMatch(PushRun::clean);
        return output.print(report(config, results), clean, spec);
    }

    private static Report report(PushConfig config, Map<PushKind, List<PushRun>> results) {
        Map<String, Object> rates = new LinkedHashMap<>();
        Map<String, Object> cpu = new LinkedHashMap<>();
        Map<String, Object> errors = new LinkedHashMap<>();
        results.forEach((kind, runs) -> {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            rates.put(
                    name,
                    Statistics.perSecond(runs.stream()
                            .map(run -> Math.round(run.sendsPerSecond()))
                            .toList()));
            cpu.put(name, cpuUsPerSend(runs));
            errors.put(name, errors(runs));
        });
        return new Report("push")
                .put("config", describe(config))
                .put("sendsPerSecond", rates)
                .put("cpuUsPerSend", cpu)
                .put("errors", errors);
    }

    /** Means over all runs of a kind, by process; the generator holds the push client and the gateways. */
    private static Map<String, Object> cpuUsPerSend(List<PushRun> runs) {
        long sends = runs.stream().mapToLong(PushRun::sends).sum();
        Map<String, Long> used = new LinkedHashMap<>();
        for (PushRun run : runs) {
            for (Usage.OfProcess process : run.usage().processes()) {
                used.merge(process.name(), process.cpuUs(), Long::sum);
            }
        }
        Map<String, Object> perSend = new LinkedHashMap<>();
        used.forEach((name, us) -> perSend.put(name, sends == 0 ? 0.0 : (double) us / sends));
        return perSend;
    }

    private static Map<String, Object> errors(List<PushRun> runs) {
        Map<String, Object> errors = new LinkedHashMap<>();
        errors.put("wrong", runs.stream().mapToLong(PushRun::wrong).sum());
        errors.put("missing", runs.stream().mapToLong(PushRun::missing).sum());
        return errors;
    }

    private static Map<String, Object> describe(PushConfig config) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("gateways", config.gateways());
        options.put("clients", config.clients());
        options.put("outstanding", config.outstanding());
        options.put("bytes", config.messageBytes());
        options.put("warmupSeconds", config.warmup().toSeconds());
        options.put("seconds", config.measured().toSeconds());
        options.put("runs", config.runs());
        return options;
    }
}

package io.gatefarm.bench;

import io.gatefarm.bench.load.EchoConfig;
import io.gatefarm.bench.load.EchoLoad;
import io.gatefarm.bench.load.EchoResult;
import io.gatefarm.bench.report.Report;
import io.gatefarm.bench.report.Statistics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echo}: options in, report out. */
@Command(
        name = "echo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends messages that come back, and checks that each does: unchanged, in order, none missing.")
final class EchoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--connections", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--in-flight",
            defaultValue = "1",
            description = "Messages that each connection keeps under way. Default: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(
            names = "--rate",
            description =
                    "Messages per second over all connections, sent on time whatever the replies do; latency counts"
                            + " from when a message was due. Without: as fast as the replies come.")
    private @Nullable Double rate;

    @Option(names = "--seconds", defaultValue = "30", description = "Measured time. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "20", description = "Seconds before. Default: ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--bytes", defaultValue = "64", description = "Bytes of a message. Default: ${DEFAULT-VALUE}")
    private int bytes;

    @Override
    public Integer call() {
        EchoConfig config = new EchoConfig(
                run.target(),
                connections,
                inFlight,
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                bytes,
                run.pids());
        EchoResult result = EchoLoad.run(config);
        return run.print(report(config, result), result.clean(), spec);
    }

    private static Report report(EchoConfig config, EchoResult result) {
        EchoResult.Counted counted = result.counted();
        Report report = new Report("echo")
                .put("config", describe(config))
                .put("messagesPerSecond", Statistics.perSecond(counted.perSecond()))
                .put("latencyUs", Statistics.percentilesUs(counted.latency()));
        if (config.rate().isPresent()) {
            report.put("sendLagUs", Statistics.percentilesUs(counted.sendLag()));
        }
        return report.put("messages", messages(counted))
                .put("connections", Statistics.connections(result.connections()))
                .put("processes", Statistics.perProcess(result.usage(), "Message", counted.measured()));
    }

    private static Map<String, Object> describe(EchoConfig config) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", config.target().toString());
        options.put("connections", config.connections());
        if (config.rate().isPresent()) {
            options.put("rate", config.rate().getAsDouble());
        } else {
            options.put("inFlight", config.inFlight());
        }
        options.put("bytes", config.messageBytes());
        options.put("warmupSeconds", config.warmup().toSeconds());
        options.put("seconds", config.measured().toSeconds());
        return options;
    }

    private static Map<String, Object> messages(EchoResult.Counted counted) {
        Map<String, Object> messages = new LinkedHashMap<>();
        messages.put("sent", counted.sent());
        messages.put("right", counted.answered());
        messages.put("measured", counted.measured());
        messages.put("errors", counted.errors());
        messages.put("changed", counted.changed());
        messages.put("skipped", counted.skipped());
        messages.put("late", counted.late());
        messages.put("unasked", counted.unasked());
        messages.put("unanswered", counted.unanswered());
        return messages;
    }
}

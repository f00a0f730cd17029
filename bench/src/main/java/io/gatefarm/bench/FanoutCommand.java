package io.gatefarm.bench;

import io.gatefarm.bench.load.FanoutConfig;
import io.gatefarm.bench.load.FanoutLoad;
import io.gatefarm.bench.load.FanoutResult;
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

/** {@code fanout}: options in, report out. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "One connection sends to many. Each member's first message is 'join bench'; what one more connection"
                        + " sends as 'all <payload>' must reach every member as <payload>.")
final class FanoutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--members", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}")
    private int members;

    @Option(
            names = "--messages",
            defaultValue = "10000000",
            description = "Messages to send in the measured time at most. Default: ${DEFAULT-VALUE}")
    private int messages;

    @Option(
            names = "--burst",
            defaultValue = "1",
            description =
                    "Messages sent at once; the next are sent when all members have them. Default: ${DEFAULT-VALUE}")
    private int burst;

    @Option(names = "--seconds", defaultValue = "30", description = "Longest measured time. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "Seconds before. Default: ${DEFAULT-VALUE}")
    private int warmup;

    @Option(names = "--bytes", defaultValue = "64", description = "Bytes of a payload. Default: ${DEFAULT-VALUE}")
    private int bytes;

    @Override
    public Integer call() {
        FanoutConfig config = new FanoutConfig(
                run.target(),
                members,
                messages,
                burst,
                Duration.ofSeconds(warmup),
                Duration.ofSeconds(seconds),
                bytes,
                run.pids());
        FanoutResult result = FanoutLoad.run(config);
        return run.print(report(config, result), result.clean(), spec);
    }

    private static Report report(FanoutConfig config, FanoutResult result) {
        FanoutResult.Counted counted = result.counted();
        return new Report("fanout")
                .put("config", describe(config))
                .put(
                        "deliveriesPerSecond",
                        counted.deliveries() * 1e9 / result.usage().elapsedNs())
                .put("toLastMemberUs", Statistics.percentilesUs(counted.toLastMember()))
                .put("latencyUs", Statistics.percentilesUs(counted.latency()))
                .put("messages", messages(counted))
                .put("connections", Statistics.connections(result.connections()))
                .put("processes", Statistics.perProcess(result.usage(), "Delivery", counted.deliveries()));
    }

    private static Map<String, Object> describe(FanoutConfig config) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", config.target().toString());
        options.put("members", config.members());
        options.put("burst", config.burst());
        options.put("bytes", config.messageBytes());
        options.put("warmupSeconds", config.warmup().toSeconds());
        return options;
    }

    private static Map<String, Object> messages(FanoutResult.Counted counted) {
        Map<String, Object> messages = new LinkedHashMap<>();
        messages.put("sent", counted.messages());
        messages.put("deliveries", counted.deliveries());
        messages.put("errors", counted.wrong() + counted.missing());
        messages.put("wrong", counted.wrong());
        messages.put("missing", counted.missing());
        return messages;
    }
}

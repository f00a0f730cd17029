package io.gatefarm.bench;

import io.gatefarm.bench.directory.DirectoryConfig;
import io.gatefarm.bench.directory.DirectoryLoad;
import io.gatefarm.bench.directory.DirectoryResult;
import io.gatefarm.bench.report.Report;
import io.gatefarm.bench.report.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code directory}: options in, report out. */
@Command(
        name = "directory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fills directories in Redis, says what a client takes, and asks every question, one at a time.")
final class DirectoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions output = new ReportOptions();

    @Option(
            names = "--gateways",
            split = ",",
            defaultValue = "1,4,16",
            description = "Gateways of each directory, one directory after the other. Default: ${DEFAULT-VALUE}")
    private List<Integer> gateways = new ArrayList<>();

    @Option(names = "--clients", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}")
    private int clients;

    @Option(
            names = "--large-group",
            defaultValue = "20000",
            description = "Members of the one large group. Default: ${DEFAULT-VALUE}")
    private int largeGroup;

    @Option(
            names = "--questions",
            defaultValue = "2000",
            description = "How often each is asked, pages a tenth of it. Default: ${DEFAULT-VALUE}")
    private int questions;

    @Override
    public Integer call() {
        var config = new DirectoryConfig(gateways, clients, largeGroup, questions);
        Map<Integer, DirectoryResult> results = DirectoryLoad.run(config);
        boolean clean = results.values().stream().allMatch(result -> result.wrong() == 0);
        return output.print(report(config, results), clean, spec);
    }

    private static Report report(DirectoryConfig config, Map<Integer, DirectoryResult> results) {
        var report = new Report("directory").put("config", describe(config));
        results.forEach((gateways, result) -> {
            Map<String, Object> latency = new LinkedHashMap<>();
            result.latency().forEach((question, ns) -> latency.put(question, Statistics.percentilesUs(ns)));
            report.put("bytesPerClient, gateways " + gateways, result.bytesPerClient());
            report.put("latencyUs, gateways " + gateways, latency);
            report.put("wrong, gateways " + gateways, result.wrong());
        });
        return report;
    }

    private static Map<String, Object> describe(DirectoryConfig config) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("clients", config.clients());
        options.put("largeGroup", config.largeGroup());
        options.put("questions", config.questions());
        return options;
    }
}

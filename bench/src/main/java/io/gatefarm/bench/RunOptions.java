package io.gatefarm.bench;

import io.gatefarm.bench.report.Report;
import io.gatefarm.bench.socket.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that every kind of load has, and what they say about its report. */
final class RunOptions {
    @Option(
            names = "--url",
            description = "The server, on a loopback address. Default: ${DEFAULT-VALUE}",
            defaultValue = "ws://127.0.0.1:8282/")
    private String url = "";

    @Option(
            names = "--pids",
            split = ",",
            paramLabel = "NAME=PID",
            description = "Processes whose CPU time and memory are measured, as in gateway=12,worker=34.")
    private Map<String, Long> pids = new LinkedHashMap<>();

    @Mixin
    private ReportOptions report = new ReportOptions();

    Target target() {
        return Target.parse(url);
    }

    Map<String, Long> pids() {
        return pids;
    }

    /** Prints the report; returns the exit code. */
    int print(Report result, boolean clean, CommandSpec command) {
        return report.print(result, clean, command);
    }
}

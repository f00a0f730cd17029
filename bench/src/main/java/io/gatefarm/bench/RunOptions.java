package io.gatefarm.bench;

import io.gatefarm.bench.report.Report;
import io.gatefarm.bench.socket.Target;
import java.util.LinkedHashMap;
import java.util.Map;
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

    @Option(names = "--json", description = "Print one JSON object; the table goes to standard error.")
    private boolean json;

    @Option(names = "--commit", description = "The measured commit, for the report.", defaultValue = "")
    private String commit = "";

    Target target() {
        return Target.parse(url);
    }

    Map<String, Long> pids() {
        return pids;
    }

    /** Prints the report; returns the exit code. */
    int print(Report report, boolean clean, CommandSpec command) {
        report.putCommit(commit);
        var out = command.commandLine().getOut();
        var table = json ? command.commandLine().getErr() : out;
        table.println(report.toText());
        table.flush();
        if (json) {
            out.println(report.toJson());
            out.flush();
        }
        return clean ? BenchProcess.CLEAN : BenchProcess.ERRORS;
    }
}

package io.gatefarm.bench;

import io.gatefarm.bench.report.Report;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a report is given out. */
final class ReportOptions {
    @Option(names = "--json", description = "Print one JSON object; the table goes to standard error.")
    private boolean json;

    @Option(names = "--commit", description = "The measured commit, for the report.", defaultValue = "")
    private String commit = "";

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

package io.gatefarm.cli;

import io.gatefarm.cli.view.View;
import io.gatefarm.push.Cursor;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which part of a list, and how it is printed. */
final class PageOptions {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "About how many, 1 to 10000; short lists come whole. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--cursor",
            paramLabel = "CURSOR",
            defaultValue = "",
            description = "Where to go on, as the last page said")
    private String position = "";

    @Option(names = "--json", description = "Prints JSON")
    private boolean json;

    Cursor cursor() {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("--limit must be 1 to 10000 but is " + limit);
        }
        return new Cursor(position, limit);
    }

    boolean isFirst() {
        return position.isEmpty();
    }

    void print(CommandSpec spec, View view, String next) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(view.json(next));
            return;
        }
        out.print(view.table(Terminal.width()));
        if (!next.isEmpty()) {
            out.println();
            out.println("There are more: --cursor=" + next);
        }
        out.flush();
    }
}

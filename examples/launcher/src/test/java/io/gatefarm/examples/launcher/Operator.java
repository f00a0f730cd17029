package io.gatefarm.examples.launcher;

import io.gatefarm.cli.CliProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Somebody at the command line of one farm. */
record Operator(String redisUri, String app) {
    /** A command that was carried out. */
    record Done(int code, String out, String err) {}

    Done run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.add("--redis-uri=" + redisUri);
        arguments.add("--app=" + app);
        var out = new StringWriter();
        var err = new StringWriter();
        int code = CliProcess.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        return new Done(code, out.toString(), err.toString());
    }
}

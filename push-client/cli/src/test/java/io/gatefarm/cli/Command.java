package io.gatefarm.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A command that was carried out.
 *
 * @param code its exit code
 * @param out its standard output
 * @param err the lines of its standard error
 */
record Command(int code, String out, List<String> err) {
    static Command run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = CliProcess.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Command(code, out.toString(), err.toString().lines().toList());
    }
}

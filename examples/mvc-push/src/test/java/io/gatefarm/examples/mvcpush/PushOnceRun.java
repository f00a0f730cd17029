package io.gatefarm.examples.mvcpush;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** One run of the shell's push: how it ended and what it printed, to either stream. */
public record PushOnceRun(int exitCode, String output) {
    public static PushOnceRun with(String redisUri, String app, String... options) {
        List<String> all = new ArrayList<>(List.of("--redis-uri=" + redisUri, "--app=" + app));
        all.addAll(List.of(options));
        var printed = new StringWriter();
        var printer = new PrintWriter(printed, true);
        int code = PushOnce.commandLine().setOut(printer).setErr(printer).execute(all.toArray(String[]::new));
        return new PushOnceRun(code, printed.toString());
    }
}

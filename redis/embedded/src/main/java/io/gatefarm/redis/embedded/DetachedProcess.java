package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Prepares a shell script as a child in a session of its own, out of reach of a terminal's Ctrl-C. */
final class DetachedProcess {
    private DetachedProcess() {}

    /**
     * The process started has the pid of the script, and of the command if the script ends in {@code exec}.
     *
     * @param script name of the script's file in this package
     */
    static ProcessBuilder script(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", Resource.text(script), script));
        command.addAll(List.of(arguments));
        return command(command);
    }

    /** @param command the command line, its first word found by the {@code PATH} */
    static ProcessBuilder command(List<String> command) throws IOException {
        List<String> detached = new ArrayList<>(List.of("/bin/sh", "-c", Resource.text("detach.sh"), "detach.sh"));
        detached.addAll(command);
        return new ProcessBuilder(detached);
    }
}

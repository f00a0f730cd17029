package io.gatefarm.helm.monitoring;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine's, found on the PATH. */
record Tool(Path path) {
    private static final int PATIENCE_S = 30;

    /** A run that has ended; what it wrote to its error output is in the output, too. */
    record Done(int status, String output) {}

    /** The test is skipped when there is no such program. */
    static Tool find(String name) {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        var found = Arrays.stream(folders)
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), name + " is not on the PATH");
        return new Tool(found.orElseThrow());
    }

    Done run(String... arguments) throws IOException, InterruptedException {
        return run("", Map.of(), arguments);
    }

    /** Runs it to its end, with more variables and with something to read. */
    Done run(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path.toString()));
        command.addAll(List.of(arguments));
        Path in = Files.createTempFile("tool", ".in");
        Path out = Files.createTempFile("tool", ".out");
        try {
            Files.writeString(in, input);
            var builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(path + " does not end: " + command);
            }
            return new Done(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }
}

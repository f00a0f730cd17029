package io.gatefarm.bench.faults.farm;

import io.gatefarm.bench.load.LoadFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Java process with this process's class path, small and quick to start, whose output goes into a file. */
public final class JvmProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;

    private JvmProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param options of Java, such as {@code -Xmx64m}
     * @param arguments main class and what it is given
     */
    public static JvmProcess start(Path log, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new JvmProcess(process, log);
        } catch (IOException e) {
            throw new LoadFailedException("no process " + String.join(" ", arguments) + ": " + e.getMessage());
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public void send(Signal signal) {
        if (signal == Signal.KILL) {
            process.destroyForcibly(); // at once, without a process of its own
        } else {
            signal.send(pid());
        }
    }

    /** Whether it ended in time. */
    public boolean ends(Duration limit) {
        try {
            return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for something in its output.
     *
     * @throws LoadFailedException when it has ended before, or after 90 s
     */
    public MatchResult await(Pattern pattern) {
        var unused = Patience.within(PATIENCE, () -> last(pattern).isPresent() || !isAlive());
        return last(pattern)
                .orElseThrow(
                        () -> new LoadFailedException("no " + pattern + " from process " + pid() + ", see " + log));
    }

    /** The last of what it has printed that fits. */
    public Optional<MatchResult> last(Pattern pattern) {
        try {
            return pattern.matcher(Files.readString(log)).results().reduce((first, second) -> second);
        } catch (IOException e) {
            throw new LoadFailedException("cannot read " + log + ": " + e.getMessage());
        }
    }

    /** The most memory that it has had in RAM, in megabytes; 0 when the system does not say. */
    public long peakMb() {
        return status("VmHWM:");
    }

    /** The memory that it has in RAM, in megabytes; 0 when the system does not say. */
    public long residentMb() {
        return status("VmRSS:");
    }

    private long status(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid()), "status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended, or there is no /proc
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        var unused = ends(PATIENCE);
    }
}

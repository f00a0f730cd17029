package io.gatefarm.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one process has used until now.
 *
 * @param cpuUs CPU time of all its threads, in microseconds; the kernel counts in steps of 10,000
 * @param rssBytes memory that it has in RAM
 */
record ProcessSample(long cpuUs, long rssBytes) {
    /** Microseconds; USER_HZ is 100 in every Linux that Java runs on. */
    private static final long TICK_US = 10_000;

    /** Reads {@code /proc}; empty when there is no such process or no {@code /proc}. */
    static Optional<ProcessSample> of(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            return Optional.of(new ProcessSample(
                    cpuUs(Files.readString(directory.resolve("stat"))),
                    rssBytes(Files.readAllLines(directory.resolve("status")))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The name in parentheses may hold anything, also spaces and parentheses: fields count from the last one. */
    private static long cpuUs(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_US;
    }

    private static long rssBytes(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}

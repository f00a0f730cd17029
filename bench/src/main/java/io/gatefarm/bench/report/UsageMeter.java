package io.gatefarm.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what some processes, and this one, use between {@link #begin} and {@link #end}. */
public final class UsageMeter {
    private final Map<String, Long> pids;
    private Map<String, ProcessSample> atBegin = Map.of();
    private long beginNs;

    /**
     * Checks that the processes exist.
     *
     * @param pids by name; this process needs not be among them
     * @throws IllegalArgumentException when one does not exist, or there is no {@code /proc}
     */
    public UsageMeter(Map<String, Long> pids) {
        pids.forEach((name, pid) -> {
            if (ProcessSample.of(pid).isEmpty()) {
                throw new IllegalArgumentException("no such process in /proc: " + name + "=" + pid);
            }
        });
        this.pids = new LinkedHashMap<>(pids);
        this.pids.put("generator", ProcessHandle.current().pid());
    }

    public void begin() {
        atBegin = sample();
        beginNs = System.nanoTime();
    }

    public Usage end() {
        long elapsedNs = System.nanoTime() - beginNs;
        Map<String, ProcessSample> atEnd = sample();
        List<Usage.OfProcess> processes = new ArrayList<>();
        pids.forEach((name, pid) -> {
            ProcessSample before = atBegin.get(name);
            ProcessSample after = atEnd.get(name);
            if (before != null && after != null) {
                processes.add(new Usage.OfProcess(
                        name,
                        pid,
                        after.cpuUs() - before.cpuUs(),
                        after.rssBytes(),
                        after.rssBytes() - before.rssBytes()));
            }
        });
        return new Usage(elapsedNs, processes);
    }

    private Map<String, ProcessSample> sample() {
        Map<String, ProcessSample> samples = new LinkedHashMap<>();
        pids.forEach((name, pid) -> ProcessSample.of(pid).ifPresent(sample -> samples.put(name, sample)));
        return samples;
    }
}

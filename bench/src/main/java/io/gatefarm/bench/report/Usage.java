package io.gatefarm.bench.report;

import java.util.List;

/**
 * What the processes used between two moments.
 *
 * @param elapsedNs nanoseconds between them
 * @param processes those that lived at both, the load generator last
 */
public record Usage(long elapsedNs, List<OfProcess> processes) {
    public Usage {
        processes = List.copyOf(processes);
    }

    /**
     * @param name as the caller named it
     * @param cpuUs CPU time in microseconds
     * @param rssBytes memory in RAM at the end
     * @param rssGrownBytes by how much that grew; negative when it shrank
     */
    public record OfProcess(String name, long pid, long cpuUs, long rssBytes, long rssGrownBytes) {}
}

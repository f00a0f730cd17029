package io.gatefarm.bench.report;

import io.gatefarm.bench.socket.ConnectionCounts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The numbers that stand for many in a report. */
public final class Statistics {
    private Statistics() {}

    /** Percentiles in microseconds of a histogram in nanoseconds; of an empty one only the count. */
    public static Map<String, Object> percentilesUs(Histogram ns) {
        Map<String, Object> percentiles = new LinkedHashMap<>();
        if (ns.getTotalCount() > 0) {
            percentiles.put("p50", ns.getValueAtPercentile(50) / 1e3);
            percentiles.put("p90", ns.getValueAtPercentile(90) / 1e3);
            percentiles.put("p99", ns.getValueAtPercentile(99) / 1e3);
            percentiles.put("p99.9", ns.getValueAtPercentile(99.9) / 1e3);
            percentiles.put("max", ns.getMaxValue() / 1e3);
        }
        percentiles.put("count", ns.getTotalCount());
        return percentiles;
    }

    /** Median, mean and extremes of the counts of single seconds. */
    public static Map<String, Object> perSecond(List<Long> counts) {
        long[] sorted = counts.stream().mapToLong(Long::longValue).sorted().toArray();
        Map<String, Object> rates = new LinkedHashMap<>();
        rates.put("median", (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0);
        rates.put("mean", Arrays.stream(sorted).average().orElse(0));
        rates.put("min", sorted[0]);
        rates.put("max", sorted[sorted.length - 1]);
        return rates;
    }

    /** Failures first; the reasons only when there are some. */
    public static Map<String, Object> connections(ConnectionCounts counts) {
        Map<String, Object> connections = new LinkedHashMap<>();
        connections.put("failed", counts.failed());
        connections.put("lost", counts.lost());
        counts.reasons().forEach((reason, count) -> connections.put("(" + reason + ")", count));
        return connections;
    }

    /** One row per process: {@code what} is the thing done {@code count} times, as in "message". */
    public static Map<String, Object> perProcess(Usage usage, String what, long count) {
        Map<String, Object> processes = new LinkedHashMap<>();
        for (Usage.OfProcess process : usage.processes()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("pid", process.pid());
            row.put("cpuUsPer" + what, count == 0 ? 0.0 : (double) process.cpuUs() / count);
            row.put("cpuPercent", process.cpuUs() * 1e5 / usage.elapsedNs());
            row.put("rssMb", process.rssBytes() / 1e6);
            row.put("rssGrownMb", process.rssGrownBytes() / 1e6);
            processes.put(process.name(), row);
        }
        return processes;
    }
}

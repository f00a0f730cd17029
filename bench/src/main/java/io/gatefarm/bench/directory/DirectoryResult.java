package io.gatefarm.bench.directory;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one directory said.
 *
 * @param bytesPerClient Redis's memory with a uid and one group, by what else a client has
 * @param latency by question, in nanoseconds
 * @param wrong answers that were not as expected
 */
public record DirectoryResult(Map<String, Double> bytesPerClient, Map<String, Histogram> latency, long wrong) {}

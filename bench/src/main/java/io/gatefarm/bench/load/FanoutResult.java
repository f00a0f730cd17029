package io.gatefarm.bench.load;

import io.gatefarm.bench.report.Usage;
import io.gatefarm.bench.socket.ConnectionCounts;
import org.HdrHistogram.Histogram;

/**
 * What a fan-out run measured.
 *
 * @param counted deliveries
 * @param connections how members and sender fared
 * @param usage what the processes used in the measured part
 */
public record FanoutResult(Counted counted, ConnectionCounts connections, Usage usage) {
    /**
     * @param messages that were sent in the measured part
     * @param deliveries right messages at right members in the measured part
     * @param latency nanoseconds from sending to each delivery
     * @param toLastMember nanoseconds from sending a burst to its last delivery
     * @param wrong deliveries in the whole run that were changed, out of order or not asked for
     * @param missing deliveries that had not come 10 s after the sending, which ended the run
     */
    public record Counted(
            long messages, long deliveries, Histogram latency, Histogram toLastMember, long wrong, long missing) {}

    /** Whether every delivery was right and every connection lived. */
    public boolean clean() {
        return counted.wrong + counted.missing == 0 && connections.failed() + connections.lost() == 0;
    }
}

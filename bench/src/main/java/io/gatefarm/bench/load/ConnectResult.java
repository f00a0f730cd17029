package io.gatefarm.bench.load;

import io.gatefarm.bench.report.Usage;
import io.gatefarm.bench.socket.ConnectionCounts;
import org.HdrHistogram.Histogram;

/**
 * What a connect run measured.
 *
 * @param opened connections that opened
 * @param dialNs nanoseconds from the first connect until each was open or had failed
 * @param latency nanoseconds from connect to the end of the handshake
 * @param connections how they fared; those lost while held are in here
 * @param usage what the processes used while dialing
 */
public record ConnectResult(int opened, long dialNs, Histogram latency, ConnectionCounts connections, Usage usage) {
    /** Whether all opened and none was lost while held. */
    public boolean clean() {
        return connections.failed() + connections.lost() == 0;
    }
}

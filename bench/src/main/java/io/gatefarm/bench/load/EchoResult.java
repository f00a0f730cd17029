package io.gatefarm.bench.load;

import io.gatefarm.bench.report.Usage;
import io.gatefarm.bench.socket.ConnectionCounts;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What an echo run measured.
 *
 * @param counted messages
 * @param connections how the connections fared
 * @param usage what the processes used in the window
 */
public record EchoResult(Counted counted, ConnectionCounts connections, Usage usage) {
    /**
     * @param perSecond right replies in each second of the window
     * @param latency nanoseconds from when a message was due to its reply, of those due in the window
     * @param sendLag nanoseconds from when a message was due to the socket, the generator's own part of the latency
     * @param sent messages in the whole run
     * @param answered right replies in the whole run
     * @param changed replies with other bytes than those sent
     * @param skipped messages whose successor was answered first
     * @param late replies after their successor's, or a second time
     * @param unasked messages that came while no reply was awaited
     * @param unanswered messages that were due and had no reply at the end
     */
    public record Counted(
            List<Long> perSecond,
            Histogram latency,
            Histogram sendLag,
            long sent,
            long answered,
            long changed,
            long skipped,
            long late,
            long unasked,
            long unanswered) {
        /** Everything that must be zero. */
        public long errors() {
            return changed + skipped + late + unasked + unanswered;
        }

        /** Right replies in the window. */
        public long measured() {
            return perSecond.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Whether every reply was right and every connection lived. */
    public boolean clean() {
        return counted.errors() == 0 && connections.failed() + connections.lost() == 0;
    }
}

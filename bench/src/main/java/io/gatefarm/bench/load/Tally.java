package io.gatefarm.bench.load;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** What a run has counted so far. Replies are counted per second of the window, errors over the whole run. */
final class Tally {
    /** Longer latencies are recorded as this. */
    private static final long MAX_LATENCY_NS = 120_000_000_000L;

    private final Window window;
    private final long promised;
    private final long[] slots;
    private final Histogram latency = histogram();
    private final Histogram sendLag = histogram();
    private long sent;
    private long answered;
    private long changed;
    private long skipped;
    private long late;
    private long unasked;

    /** @param promised messages that will be due in the whole run, 0 when that is not known before */
    Tally(Window window, long promised) {
        this.window = window;
        this.promised = promised;
        this.slots = new long[window.slots()];
    }

    /** An empty histogram of nanoseconds with three digits. */
    static Histogram histogram() {
        return new Histogram(MAX_LATENCY_NS, 3);
    }

    static void record(Histogram histogram, long ns) {
        histogram.recordValue(Math.clamp(ns, 0, MAX_LATENCY_NS));
    }

    /** A message was given to the socket. */
    void sent(long dueNs, long nowNs) {
        sent++;
        if (window.contains(dueNs)) {
            record(sendLag, nowNs - dueNs);
        }
    }

    /** The right reply came. */
    void answered(long dueNs, long nowNs) {
        answered++;
        if (window.contains(nowNs)) {
            slots[window.slot(nowNs)]++;
        }
        if (window.contains(dueNs)) {
            record(latency, nowNs - dueNs);
        }
    }

    /** A reply came whose bytes are not those that were sent. */
    void changed() {
        changed++;
    }

    /** A reply came, but this many of its predecessors had not. */
    void skipped(long messages) {
        skipped += messages;
    }

    /** A reply came after its successor, or a second time. */
    void late() {
        late++;
    }

    /** A message came while none was awaited. */
    void unasked() {
        unasked++;
    }

    /** Messages that are due and neither answered nor known as wrong. */
    long underWay() {
        return Math.max(sent, promised) - answered - changed - skipped;
    }

    EchoResult.Counted counted() {
        return new EchoResult.Counted(
                Arrays.stream(slots).boxed().toList(),
                latency,
                sendLag,
                sent,
                answered,
                changed,
                skipped,
                late,
                unasked,
                underWay());
    }
}

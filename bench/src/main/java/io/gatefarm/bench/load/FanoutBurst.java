package io.gatefarm.bench.load;

import org.HdrHistogram.Histogram;

/** The messages under way to the members of a fan-out run, and what has been counted of them. Sequences count from 0. */
final class FanoutBurst {
    private final int members;
    private final long[] sentNs;
    private final CheckedMessage expected;
    private Histogram latency = Tally.histogram();
    private long sent;
    private long passed;
    private long deliveries;
    private long wrong;

    FanoutBurst(int members, int burst, int messageBytes) {
        this.members = members;
        this.sentNs = new long[burst];
        this.expected = new CheckedMessage("", messageBytes);
    }

    /** The next message's sequence, so also how many were sent. */
    long sent() {
        return sent;
    }

    /** The next message is given to the socket. */
    void sending(long nowNs) {
        sentNs[slot(sent)] = nowNs;
        sent++;
    }

    /** A member got a message of this sequence. */
    void delivered(long sequence, boolean text, byte[] bytes, int length, long nowNs) {
        long dueNs = sentNs[slot(sequence)];
        if (text && expected.isEqualTo(bytes, length, 0, sequence, dueNs)) {
            deliveries++;
            Tally.record(latency, nowNs - dueNs);
        } else {
            wrong++;
        }
    }

    /** A member awaits this many sequences less than before. */
    void passed(long messages) {
        passed += messages;
    }

    /** Deliveries that were changed, late, not asked for, or never came before their successor. */
    void wrong(long messages) {
        wrong += messages;
    }

    /** Deliveries that are under way. */
    long awaited() {
        return sent * members - passed;
    }

    long deliveries() {
        return deliveries;
    }

    long wrong() {
        return wrong;
    }

    Histogram latency() {
        return latency;
    }

    /** Forgets what was right so far, not what was wrong: the warm-up is over. */
    void beginMeasuring() {
        deliveries = 0;
        latency = Tally.histogram();
    }

    private int slot(long sequence) {
        return (int) (sequence % sentNs.length);
    }
}

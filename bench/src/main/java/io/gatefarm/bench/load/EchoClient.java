package io.gatefarm.bench.load;

import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.ClientConnection.Offer;
import io.gatefarm.bench.socket.ConnectionListener;

/** One connection of an echo run: sends what the schedule allows and checks that the replies are just that, in order. */
final class EchoClient implements ConnectionListener {
    private final ClientConnection connection;
    private final int number;
    private final Schedule schedule;
    private final CheckedMessage message;
    private final Tally tally;
    private long sent;
    private long expected;

    /** @param message a buffer, shared with the other clients of the thread */
    EchoClient(ClientConnection connection, int number, Schedule schedule, CheckedMessage message, Tally tally) {
        this.connection = connection;
        this.number = number;
        this.schedule = schedule;
        this.message = message;
        this.tally = tally;
    }

    /** Sends what is due and the socket takes; what it does not take is sent when it does. */
    void sendDue(long nowNs) {
        long allowed = schedule.allowed(number, expected, nowNs);
        while (sent < allowed) {
            long dueNs = schedule.sent(number, sent, nowNs);
            if (connection.offer(message.write(number, sent, dueNs), message.length()) != Offer.QUEUED) {
                return;
            }
            sent++;
            tally.sent(dueNs, nowNs);
        }
    }

    /** As {@link #sendDue}, from outside of this connection's own events. */
    void sendDueAndFlush(long nowNs) {
        sendDue(nowNs);
        connection.flush();
    }

    @Override
    public void onMessage(ClientConnection from, boolean text, byte[] bytes, int length, long nowNs) {
        if (expected < sent) {
            long dueNs = schedule.sentNs(number, expected);
            if (text && message.isEqualTo(bytes, length, number, expected, dueNs)) {
                expected++;
                tally.answered(dueNs, nowNs);
                sendDue(nowNs);
                return;
            }
        }
        wrong(bytes, length, nowNs);
        sendDue(nowNs);
    }

    @Override
    public void onWritable(ClientConnection from, long nowNs) {
        sendDue(nowNs);
    }

    /** Finds out what is wrong with a reply, and takes up the order again behind it. */
    private void wrong(byte[] bytes, int length, long nowNs) {
        long sequence = CheckedMessage.sequenceOf(bytes, length);
        boolean ours = CheckedMessage.connectionOf(bytes, length) == number && sequence >= 0;
        if (ours && sequence < expected) {
            tally.late();
        } else if (ours && sequence > expected && sequence < sent) {
            tally.skipped(sequence - expected);
            expected = sequence + 1;
            judge(bytes, length, sequence, nowNs);
        } else if (expected < sent) {
            tally.changed();
            expected++;
        } else {
            tally.unasked();
        }
    }

    private void judge(byte[] bytes, int length, long sequence, long nowNs) {
        long dueNs = schedule.sentNs(number, sequence);
        if (message.isEqualTo(bytes, length, number, sequence, dueNs)) {
            tally.answered(dueNs, nowNs);
        } else {
            tally.changed();
        }
    }
}

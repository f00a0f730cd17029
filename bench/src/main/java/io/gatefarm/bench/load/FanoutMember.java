package io.gatefarm.bench.load;

import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.ConnectionListener;

/** One receiver of a fan-out run. It is in the group from the first message that reaches it; after that none may be missing. */
final class FanoutMember implements ConnectionListener {
    private final FanoutBurst burst;
    private boolean joined;
    private long expected;

    FanoutMember(FanoutBurst burst) {
        this.burst = burst;
    }

    /** Whether a message has reached it. */
    boolean joined() {
        return joined;
    }

    @Override
    public void onMessage(ClientConnection from, boolean text, byte[] bytes, int length, long nowNs) {
        long sequence = CheckedMessage.sequenceOf(bytes, length);
        if (sequence < expected || sequence >= burst.sent()) {
            burst.wrong(1);
            return;
        }
        burst.wrong(joined ? sequence - expected : 0);
        burst.delivered(sequence, text, bytes, length, nowNs);
        burst.passed(sequence + 1 - expected);
        expected = sequence + 1;
        joined = true;
    }
}

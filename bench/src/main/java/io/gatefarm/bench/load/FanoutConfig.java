package io.gatefarm.bench.load;

import io.gatefarm.bench.socket.Target;
import java.time.Duration;
import java.util.Map;

/**
 * One fan-out run. It ends after {@code messages} or {@code measured}, whichever comes first.
 *
 * @param target the server; what the sender's {@code all <payload>} says goes to all that have said {@code join bench}
 * @param members connections that receive; one more sends
 * @param messages to send in the measured part
 * @param burst messages sent at once; the next burst waits until every member has all of this one
 * @param warmup sent, checked, not measured
 * @param measured the longest measured time
 * @param messageBytes length of each payload
 * @param pids the processes whose CPU time counts, by name
 */
public record FanoutConfig(
        Target target,
        int members,
        int messages,
        int burst,
        Duration warmup,
        Duration measured,
        int messageBytes,
        Map<String, Long> pids) {
    public FanoutConfig {
        Bounds.check("members", members, 1, Bounds.MAX_CONNECTIONS - 1);
        Bounds.check("messages", messages, 1, 10_000_000);
        Bounds.check("burst", burst, 1, 1000);
        Bounds.check("warmup seconds", warmup.toSeconds(), 0, Bounds.MAX_SECONDS);
        Bounds.check("seconds", measured.toSeconds(), 1, Bounds.MAX_SECONDS);
        Bounds.check("bytes", messageBytes, CheckedMessage.MIN_BYTES, Bounds.MAX_MESSAGE_BYTES);
        pids = Map.copyOf(pids);
    }
}

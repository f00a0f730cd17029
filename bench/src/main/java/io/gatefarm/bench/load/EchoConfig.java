package io.gatefarm.bench.load;

import io.gatefarm.bench.socket.Target;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One echo run.
 *
 * @param target the server; it must send every text message back
 * @param connections how many, {@link Bounds#MAX_CONNECTIONS} at most
 * @param inFlight messages that each connection keeps under way, without a rate
 * @param rate messages per second over all connections, whatever the replies do; then {@code inFlight} is not used
 * @param warmup sent, checked, not measured: the JIT's time
 * @param measured the measured time
 * @param messageBytes length of each message
 * @param pids the processes whose CPU time counts, by name
 */
public record EchoConfig(
        Target target,
        int connections,
        int inFlight,
        OptionalDouble rate,
        Duration warmup,
        Duration measured,
        int messageBytes,
        Map<String, Long> pids) {
    public EchoConfig {
        Bounds.check("connections", connections, 1, Bounds.MAX_CONNECTIONS);
        Bounds.check("in-flight", inFlight, 1, 1000);
        rate.ifPresent(Bounds::checkRate);
        Bounds.check("warmup seconds", warmup.toSeconds(), 0, Bounds.MAX_SECONDS);
        Bounds.check("seconds", measured.toSeconds(), 1, Bounds.MAX_SECONDS);
        Bounds.check("bytes", messageBytes, CheckedMessage.MIN_BYTES, Bounds.MAX_MESSAGE_BYTES);
        pids = Map.copyOf(pids);
    }
}

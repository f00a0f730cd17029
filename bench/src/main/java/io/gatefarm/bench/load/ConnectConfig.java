package io.gatefarm.bench.load;

import io.gatefarm.bench.socket.Target;
import java.time.Duration;
import java.util.Map;

/**
 * One connect run.
 *
 * @param target the server
 * @param connections how many, {@link Bounds#MAX_CONNECTIONS} at most
 * @param rate how many begin each second
 * @param hold how long they stay open, saying nothing but pong
 * @param pids the processes whose memory and CPU time count, by name
 */
public record ConnectConfig(Target target, int connections, double rate, Duration hold, Map<String, Long> pids) {
    public ConnectConfig {
        Bounds.check("connections", connections, 1, Bounds.MAX_CONNECTIONS);
        Bounds.checkRate(rate);
        Bounds.check("hold seconds", hold.toSeconds(), 0, Bounds.MAX_SECONDS);
        pids = Map.copyOf(pids);
    }

    /** The time that dialing may take: half as much again as the rate says, and a minute. */
    Duration dialTimeout() {
        return Duration.ofSeconds(60 + (long) (1.5 * connections / rate));
    }
}

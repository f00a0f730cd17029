package io.gatefarm.gateway.client;

import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.config.PingConfig;
import java.time.Duration;

/**
 * When a client was last heard, and what follows from it. Times are nanoseconds of {@link System#nanoTime}. Written by the threads
 * of the connection, read by the sweep; a value that comes late only moves a ping.
 */
final class Liveness {
    private static final long NEVER = Long.MIN_VALUE;

    /** What a sweep is to do with a client. */
    enum Verdict {
        FINE,
        PING,
        MISSED,
        PAUSED_TOO_LONG,
        CUT_OFF
    }

    private volatile long heardNs;
    private volatile long pausedNs = NEVER;
    private volatile long closingNs = NEVER;
    /** Owned by the sweep. */
    private int unanswered;
    /** Owned by the sweep: what {@link #unanswered} was counted from. */
    private long countedNs;

    Liveness(long nowNs) {
        this.heardNs = nowNs;
    }

    void heard(long nowNs) {
        heardNs = nowNs;
    }

    void paused(long nowNs) {
        pausedNs = nowNs;
    }

    void resumed(long nowNs) {
        heardNs = nowNs;
        pausedNs = NEVER;
    }

    void closing(long nowNs) {
        if (closingNs == NEVER) {
            closingNs = nowNs;
        }
    }

    /** The sweep's question. */
    Verdict judge(long nowNs, ClientConfig config, Duration outageLimit) {
        if (closingNs != NEVER) {
            return past(nowNs - closingNs, config.closeTimeout()) ? Verdict.CUT_OFF : Verdict.FINE;
        }
        long paused = pausedNs;
        if (paused != NEVER) {
            return past(nowNs - paused, outageLimit) ? Verdict.PAUSED_TOO_LONG : Verdict.FINE;
        }
        return silence(nowNs, config.ping());
    }

    private Verdict silence(long nowNs, PingConfig ping) {
        long heard = heardNs;
        if (heard != countedNs) {
            countedNs = heard;
            unanswered = 0;
        }
        long silentNs = nowNs - heard;
        if (!ping.idleTimeout().isZero() && past(silentNs, ping.idleTimeout())) {
            return Verdict.MISSED;
        }
        if (ping.interval().isZero()) {
            return Verdict.FINE;
        }
        // half an interval to answer the last ping, as GatewayWorker has it
        if (ping.limit() > 0
                && past(
                        silentNs,
                        ping.interval()
                                .multipliedBy(ping.limit())
                                .plus(ping.interval().dividedBy(2)))) {
            return Verdict.MISSED;
        }
        if (!past(silentNs, ping.interval().multipliedBy(unanswered + 1L))) {
            return Verdict.FINE;
        }
        unanswered++;
        return ping.kind() == PingConfig.Kind.NONE ? Verdict.FINE : Verdict.PING;
    }

    private static boolean past(long ns, Duration limit) {
        return ns >= limit.toNanos();
    }
}

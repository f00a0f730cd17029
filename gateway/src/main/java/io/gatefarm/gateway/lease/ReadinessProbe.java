package io.gatefarm.gateway.lease;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.channel.OutboundChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes the ways that events and frames go, again and again: a write on the connection of appends, and a message to the gateway's
 * own channel that must come back. So it knows whether Redis takes events, and whether the subscription is deaf although its
 * connection looks alive. Thread-safe; never blocks.
 */
final class ReadinessProbe {
    /** What a probe begins with; a channel message begins with a number. */
    private static final byte[] MARK = "probe ".getBytes(US_ASCII);

    private static final long NONE = Long.MIN_VALUE;

    private final OutboundChannel channel;
    private final String gatewayId;
    private final long patienceNs;
    private final LongSupplier clock;

    /** Number of the last probe that was sent. */
    @GuardedBy("this")
    private long sent;

    /** Number of the last probe that came back. */
    @GuardedBy("this")
    private long back;

    /** When a probe was published after which nothing was heard; NONE while there is none. */
    @GuardedBy("this")
    private long unheardNs = NONE;

    /** When Redis last took a probe. */
    @GuardedBy("this")
    private long answeredNs;

    /** When a probe last came back. */
    @GuardedBy("this")
    private long backNs;

    /** Why Redis did not take the last probe. */
    @GuardedBy("this")
    private @Nullable String refusal;

    /**
     * @param patience after which a subscription that brings nothing is deaf
     * @param clock nanoseconds, as of {@link System#nanoTime}
     */
    ReadinessProbe(OutboundChannel channel, String gatewayId, Duration patience, LongSupplier clock) {
        this.channel = channel;
        this.gatewayId = gatewayId;
        this.patienceNs = patience.toNanos();
        this.clock = clock;
        this.answeredNs = clock.getAsLong();
        this.backNs = answeredNs;
    }

    /** Sends the next probe. */
    void send() {
        long number;
        synchronized (this) {
            number = ++sent;
        }
        byte[] message = ("probe " + number).getBytes(US_ASCII);
        var unused = channel.probe(gatewayId, message).whenComplete((subscribers, failure) -> {
            if (failure == null) {
                published(number);
            } else {
                failed(String.valueOf(failure.getMessage()));
            }
        });
    }

    private synchronized void published(long number) {
        answeredNs = clock.getAsLong();
        refusal = null;
        if (number > back && unheardNs == NONE) {
            unheardNs = answeredNs;
        }
    }

    private synchronized void failed(String why) {
        refusal = why;
        unheardNs = NONE; // Redis itself is silent: says nothing of the subscription
    }

    /** Something came on the subscription. Returns true when it is a probe, which nobody else needs. */
    boolean took(byte[] message) {
        long number = number(message);
        synchronized (this) {
            unheardNs = NONE;
            if (number < 0) {
                return false;
            }
            back = number;
            backNs = clock.getAsLong();
            return true;
        }
    }

    /** The probe's number, or -1 for any other message. */
    private static long number(byte[] message) {
        if (message.length <= MARK.length || message[0] != MARK[0]) {
            return -1;
        }
        return Long.parseLong(new String(message, MARK.length, message.length - MARK.length, US_ASCII));
    }

    /** The subscription is another one now. */
    synchronized void startOver() {
        unheardNs = NONE;
    }

    /** True when what Redis publishes does not arrive. */
    synchronized boolean isDeaf() {
        return unheardNs != NONE && clock.getAsLong() - unheardNs > patienceNs;
    }

    /** How long Redis has not taken a probe. */
    synchronized Duration silence() {
        return Duration.ofNanos(clock.getAsLong() - answeredNs);
    }

    /** Why clients should not come, or empty. */
    synchronized Optional<String> complaint() {
        if (refusal != null) {
            return Optional.of("Redis takes no events: " + refusal);
        }
        boolean late = clock.getAsLong() - backNs > 2 * patienceNs;
        return late ? Optional.of("what is published does not come back") : Optional.empty();
    }
}

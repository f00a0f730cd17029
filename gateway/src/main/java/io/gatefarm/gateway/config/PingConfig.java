package io.gatefarm.gateway.config;

import java.time.Duration;

/**
 * How a silent client is found out. Whatever a client sends, a pong included, counts as life; a client whose messages wait for
 * Redis is not silent.
 *
 * @param interval silence after which a client is pinged, and again after each further interval; zero never pings
 * @param kind what a ping is
 * @param text the message of {@link Kind#TEXT}, such as {@code {"type":"ping"}}; "" otherwise
 * @param limit intervals of silence that a client may miss: half an interval later it is closed with 4003; 0 never closes
 * @param idleTimeout silence after which a client is closed with 4003, pinged or not; zero never
 */
public record PingConfig(Duration interval, Kind kind, String text, int limit, Duration idleTimeout) {
    /** What is sent to a silent client. */
    public enum Kind {
        /** A WebSocket ping frame, which every client answers by itself. */
        FRAME,
        /** A text message, which the app's client must answer. */
        TEXT,
        /** Nothing: the client must speak by itself. */
        NONE
    }

    private static final Duration SHORTEST = Duration.ofMillis(50);

    public static final PingConfig DEFAULTS = new PingConfig(Duration.ofSeconds(25), "", 2, Duration.ZERO);

    public PingConfig {
        Check.zeroOrAtLeast("interval", interval, SHORTEST);
        Check.range("limit", limit, 0, 1000);
        Check.zeroOrAtLeast("idleTimeout", idleTimeout, SHORTEST);
        if (text.isEmpty() == (kind == Kind.TEXT)) {
            throw new IllegalArgumentException("a ping text goes with the kind TEXT and only with it, but kind is "
                    + kind + " and text \"" + text + "\"");
        }
    }

    /** Pings with the text, or with ping frames when it is "". */
    public PingConfig(Duration interval, String text, int limit, Duration idleTimeout) {
        this(interval, text.isEmpty() ? Kind.FRAME : Kind.TEXT, text, limit, idleTimeout);
    }
}

package io.gatefarm.gateway.config;

import java.time.Duration;

/**
 * How a silent client is found out. Whatever a client sends, a pong included, counts as life; a client whose messages wait for
 * Redis is not silent.
 *
 * @param interval silence after which a client is pinged, and again after each further interval; zero never pings
 * @param text what is sent as a text message instead of a WebSocket ping, such as {@code {"type":"ping"}}; "" pings
 * @param limit unanswered pings after which, one interval later, the client is closed with 4003
 * @param idleTimeout silence after which a client is closed with 4003, pinged or not; zero never
 */
public record PingConfig(Duration interval, String text, int limit, Duration idleTimeout) {
    private static final Duration SHORTEST = Duration.ofMillis(50);

    public static final PingConfig DEFAULTS = new PingConfig(Duration.ofSeconds(25), "", 2, Duration.ZERO);

    public PingConfig {
        Check.zeroOrAtLeast("interval", interval, SHORTEST);
        Check.range("limit", limit, 1, 1000);
        Check.zeroOrAtLeast("idleTimeout", idleTimeout, SHORTEST);
    }
}

package io.gatefarm.gateway.admission;

import org.eclipse.jetty.http.HttpStatus;

/** Why a request to connect is refused, and how that is said. */
public enum Refusal {
    /** The gateway starts, drains, or Redis is behind. */
    NOT_READY(HttpStatus.SERVICE_UNAVAILABLE_503, "no clients are taken at the moment"),
    /** The gateway has as many clients as it may have. */
    FULL(HttpStatus.SERVICE_UNAVAILABLE_503, "the gateway is full"),
    /** The client's address has as many connections as it may have. */
    ADDRESS_FULL(HttpStatus.TOO_MANY_REQUESTS_429, "too many connections from this address"),
    /** The page may not connect. */
    ORIGIN(HttpStatus.FORBIDDEN_403, "this origin may not connect");

    private final int status;
    private final String text;

    Refusal(int status, String text) {
        this.status = status;
        this.text = text;
    }

    public int status() {
        return status;
    }

    public String text() {
        return text;
    }

    /** True when the same request may succeed a little later. */
    public boolean isPassing() {
        return this != ORIGIN;
    }
}

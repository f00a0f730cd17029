package io.gatefarm.gateway.http;

/** A port cannot be listened on: configure another, or end who has it. */
public final class PortException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortException(String message, Throwable cause) {
        super(message, cause);
    }
}

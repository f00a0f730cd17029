package io.gatefarm.worker.admin;

/** The admin port cannot be taken; the message says which and why. */
public final class PortException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortException(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.gatefarm.cli;

/** What was asked for could not be done; the message says why in one line. */
final class CannotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotException(String message) {
        super(message);
    }
}

package io.gatefarm.gateway.check;

/** The time is up; the message says what happened last. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(String lastProblem) {
        super(lastProblem);
    }
}

package io.gatefarm.push;

/** More calls wait for Redis than may wait: slow down. The call that got it was not sent. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverloadedException(int waiting) {
        super(waiting + " calls wait for Redis already; slow down");
    }
}

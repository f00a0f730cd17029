package io.gatefarm.push;

/**
 * More than 10,000 calls of one {@link Gateway} wait for Redis: slow down. The call that got it was not sent and changed nothing;
 * those that wait are not affected. Redis is too slow for the load, or away for less than its command timeout.
 */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverloadedException(int waiting) {
        super(waiting + " calls wait for Redis already; slow down");
    }
}

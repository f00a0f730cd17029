package io.gatefarm.push;

/**
 * 10,000 calls of one {@link Gateway}, or 64 MiB of messages, wait for Redis: slow down. The call that got it was not sent and
 * changed nothing; those that wait are not affected. Redis is too slow for the load, or away for less than its command timeout.
 */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OverloadedException(int calls, long bytes) {
        super(calls + " calls with " + bytes + " bytes of messages wait for Redis already; slow down");
    }
}

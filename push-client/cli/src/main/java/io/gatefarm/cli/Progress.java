package io.gatefarm.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for something that takes a while and says how far it is: a line whenever the words change, at most one a second. */
final class Progress {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LINES = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final Duration timeout;

    Progress(PrintWriter out, Duration timeout) {
        this.out = out;
        this.timeout = timeout;
    }

    /**
     * Waits until there is nothing left to wait for.
     *
     * @param what is waited for, for the lines
     * @param left in words what is still to come; empty once it is done
     * @return how long it took
     * @throws CannotException with what was left when the time was up
     */
    Duration await(String what, Supplier<Optional<String>> left) throws InterruptedException {
        long start = System.nanoTime();
        String said = "";
        long saidNs = start - LINES.toNanos();
        for (Optional<String> now = left.get(); now.isPresent(); now = left.get()) {
            long waitedNs = System.nanoTime() - start;
            if (waitedNs > timeout.toNanos()) {
                throw new CannotException(what + ": " + now.get() + " after " + Words.seconds(timeout));
            }
            if (!now.get().equals(said) && System.nanoTime() - saidNs >= LINES.toNanos()) {
                said = now.get();
                saidNs = System.nanoTime();
                out.println(what + ": " + said);
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}

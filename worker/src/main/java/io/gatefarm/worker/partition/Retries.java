package io.gatefarm.worker.partition;

import java.time.Duration;
import java.util.Optional;

/**
 * How often an event whose handler fails is handled again, in its place: its client waits meanwhile, all others go on. Immutable;
 * a value out of its bounds is an {@link IllegalArgumentException} that shows it.
 *
 * @param limit tries after the first; 0 to 100
 * @param pause before the second try, doubled before each further one up to {@link #LONGEST}; at least 1 ms
 */
public record Retries(int limit, Duration pause) {
    /** The longest pause between two tries. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

    /** An event that fails goes to the dead letters at once. */
    public static final Retries NONE = new Retries(0, DEFAULT_PAUSE);

    public static final int MOST = 100;

    public Retries {
        if (limit < 0 || limit > MOST) {
            throw new IllegalArgumentException("retries must be 0 to " + MOST + " but is " + limit);
        }
        if (pause.toMillis() < 1) {
            throw new IllegalArgumentException("retry pause must be at least 1 ms but is " + pause);
        }
    }

    /** How long to wait after so many failures; empty when there is no further try. */
    Optional<Duration> after(int failures) {
        if (failures > limit) {
            return Optional.empty();
        }
        Duration wait = pause;
        for (int i = 1; i < failures && wait.compareTo(LONGEST) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return Optional.of(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }
}

package io.gatefarm.redis.overview;

import java.util.function.LongSupplier;

/** How many dead letters there are, as it was read lately; as {@link StreamLags} otherwise. Thread-safe. */
public final class LetterCount {
    private final Recent<Long> letters;

    /** @param nanoTime as {@link System#nanoTime} */
    public LetterCount(FarmOverview overview, LongSupplier nanoTime) {
        this.letters = new Recent<>(overview::deadLetters, nanoTime);
    }

    /** Has them counted, unless that is being done or nobody wants to know. Neither blocks nor fails. */
    public void refresh() {
        letters.refresh();
    }

    /** Letters in Redis; not a number when Redis has not said so lately. */
    public double number() {
        return letters.value().map(Long::doubleValue).orElse(Double.NaN);
    }
}

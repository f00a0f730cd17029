package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Journals;
import io.gatefarm.bench.faults.farm.Patience;
import java.time.Duration;

/** Waits until workers write nothing down any more. */
record QuietJournals(Journals journals) {
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    void await() {
        long[] state = {-1, System.nanoTime()};
        var unused = Patience.within(LIMIT, () -> {
            long lines = journals.readNew();
            if (lines != state[0]) {
                state[0] = lines;
                state[1] = System.nanoTime();
            }
            return System.nanoTime() - state[1] > QUIET.toNanos();
        });
    }
}

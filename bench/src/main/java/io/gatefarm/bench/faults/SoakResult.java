package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Account;
import java.util.List;
import java.util.Map;

/**
 * What a soak has shown. Immutable.
 *
 * @param injected how often each fault
 * @param samples one before each fault
 * @param violations of what is promised; empty when all is well
 */
public record SoakResult(
        Account account, Map<String, Integer> injected, List<SoakSample> samples, List<String> violations) {
    /** Some lines for people. */
    public String text() {
        return "%d faults %s%nsent %d lost %d unread %d repeated %d marked %d unmarked, out of order %d, ended %s%nfirst %s%nlast %s%n%s"
                .formatted(
                        injected.values().stream().mapToInt(Integer::intValue).sum(),
                        injected,
                        account.sent(),
                        account.lost(),
                        account.unread(),
                        account.repeatedMarked(),
                        account.repeatedUnmarked(),
                        account.outOfOrder(),
                        account.ended(),
                        samples.get(0),
                        samples.get(samples.size() - 1),
                        violations.isEmpty() ? "holds" : "violations: " + violations);
    }
}

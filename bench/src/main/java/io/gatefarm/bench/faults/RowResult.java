package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Account;
import java.time.Duration;
import java.util.List;

/**
 * What a row has shown. Immutable.
 *
 * @param heal until messages of every client flowed again
 * @param took the whole row
 * @param notes what else was measured
 * @param violations of what is promised; empty when all is well
 */
public record RowResult(
        FaultRow row, Account account, Duration heal, Duration took, List<String> notes, List<String> violations) {
    public boolean holds() {
        return violations.isEmpty();
    }
}

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

    /** One line. */
    public String text() {
        return "%-18s sent %d lost %d unread %d repeated %d+%d disordered %d ended %s heal %d ms took %d ms %s %s"
                .formatted(
                        row.name(),
                        account.sent(),
                        account.lost(),
                        account.unread(),
                        account.repeatedMarked(),
                        account.repeatedUnmarked(),
                        account.outOfOrder(),
                        account.ended(),
                        heal.toMillis(),
                        took.toMillis(),
                        notes,
                        holds() ? "holds" : violations);
    }
}

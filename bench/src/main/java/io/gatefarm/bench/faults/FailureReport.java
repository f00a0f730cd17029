package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Account;
import io.gatefarm.bench.report.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The failure matrix as a page: what each fault cost, how often it was tried, and what is not as promised. */
public final class FailureReport {
    private FailureReport() {}

    /**
     * Writes the page.
     *
     * @param commit that was measured
     * @param day when, for people
     * @param results of all rows, each as often as it was run
     * @param notRun the names of those rows that were not
     */
    public static void write(Path page, String commit, String day, List<RowResult> results, List<String> notRun) {
        try {
            Files.writeString(page, head() + "\n" + body(commit, day, results, notRun));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + page, e);
        }
    }

    private static String head() throws IOException {
        try (InputStream in = FailureReport.class.getResourceAsStream("failure-matrix-head.md")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String body(String commit, String day, List<RowResult> results, List<String> notRun) {
        Map<String, List<RowResult>> byRow = results.stream()
                .collect(Collectors.groupingBy(r -> r.row().name(), LinkedHashMap::new, Collectors.toList()));
        Map<String, Object> machine = Machine.describe();
        var page = new StringBuilder();
        page.append("## Measured\n\n%s, commit %s, on %s cores (%s), %s, %s.\n\n"
                .formatted(
                        day,
                        commit,
                        machine.get("cores"),
                        machine.get("cpu"),
                        machine.get("java"),
                        machine.get("kernel")));
        page.append("| row | fault | runs | sent | lost | unread | repeated, marked | unmarked | out of order | ended"
                + " | flows again | promise |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        byRow.values().forEach(runs -> page.append(line(runs)));
        notRun.forEach(name -> page.append("| %s | not run | | | | | | | | | | |\n".formatted(name)));
        page.append("\n## Also measured\n\n");
        byRow.values().forEach(runs -> page.append(notes(runs)));
        page.append("\n## Not as promised\n\n");
        String broken = byRow.values().stream().map(FailureReport::violations).collect(Collectors.joining());
        page.append(broken.isEmpty() ? "Nothing.\n" : broken);
        return page.toString();
    }

    private static String line(List<RowResult> runs) {
        FaultRow row = runs.get(0).row();
        List<Account> accounts = runs.stream().map(RowResult::account).toList();
        long kept = runs.stream().filter(RowResult::holds).count();
        return "| %s | %s | %d | %,d | %,d | %s | %,d | %,d | %,d | %,d | %s | %s |\n"
                .formatted(
                        row.name(),
                        row.fault(),
                        runs.size(),
                        accounts.stream().mapToLong(Account::sent).sum(),
                        accounts.stream().mapToLong(Account::lost).sum(),
                        unread(accounts),
                        accounts.stream().mapToLong(Account::repeatedMarked).sum(),
                        accounts.stream().mapToLong(Account::repeatedUnmarked).sum(),
                        accounts.stream().mapToLong(Account::outOfOrder).sum(),
                        accounts.stream()
                                .flatMap(account -> account.ended().values().stream())
                                .mapToLong(Integer::longValue)
                                .sum(),
                        heal(runs),
                        kept == runs.size() ? "holds" : "**broken in " + (runs.size() - kept) + "**");
    }

    private static String unread(List<Account> accounts) {
        long count = accounts.stream().mapToLong(Account::unread).sum();
        Duration oldest = accounts.stream()
                .map(Account::oldestUnread)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return count == 0 ? "0" : "%,d, %d ms".formatted(count, oldest.toMillis());
    }

    private static String heal(List<RowResult> runs) {
        Duration longest =
                runs.stream().map(RowResult::heal).max(Duration::compareTo).orElse(Duration.ZERO);
        return FaultScene.seconds(longest.toNanos()) + " of "
                + runs.get(0).row().expectation().heal().toSeconds();
    }

    private static String notes(List<RowResult> runs) {
        String notes = runs.stream()
                .flatMap(run -> Stream.concat(run.notes().stream(), run.account().ended().keySet().stream()))
                .distinct()
                .collect(Collectors.joining("; "));
        return notes.isEmpty() ? "" : "- %s: %s\n".formatted(runs.get(0).row().name(), notes);
    }

    private static String violations(List<RowResult> runs) {
        return runs.stream()
                .flatMap(run -> run.violations().stream())
                .distinct()
                .map(violation -> "- %s: %s\n".formatted(runs.get(0).row().name(), violation))
                .collect(Collectors.joining());
    }
}

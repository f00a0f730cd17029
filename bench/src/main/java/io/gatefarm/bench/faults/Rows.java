package io.gatefarm.bench.faults;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every row there is. */
public final class Rows {
    private static final Set<String> WITHOUT_PROXY =
            Set.of("script-flush", "subscriber-kill", "client-kill", "redis-full");

    private Rows() {}

    /** The quick ones: seconds each. */
    public static List<FaultRow> quick() {
        return Stream.concat(ProcessFaults.rows().stream(), RedisFaults.rows().stream())
                .toList();
    }

    /** Rows on a Redis with Sentinels: its failovers, and the quick ones that need no proxy. */
    public static List<FaultRow> sentinels() {
        Stream<FaultRow> connections = RedisFaults.rows().stream().filter(row -> WITHOUT_PROXY.contains(row.name()));
        return Stream.concat(
                        SentinelFaults.rows().stream(),
                        Stream.concat(connections, ProcessFaults.rows().stream())
                                .map(FaultRow::withSentinels))
                .toList();
    }

    /** All of them, those that need the same farm together; the long ones take a minute or more. */
    public static List<FaultRow> all() {
        return Stream.of(quick(), LongFaults.rows(), sentinels())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * One row.
     *
     * @throws IllegalArgumentException that names them all when there is none of that name
     */
    public static FaultRow named(String name) {
        return all().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row " + name + ", there are "
                        + all().stream().map(FaultRow::name).toList()));
    }
}

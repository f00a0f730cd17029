package io.gatefarm.bench.faults;

import java.util.List;
import java.util.stream.Stream;

/** Every row there is. */
public final class Rows {
    private Rows() {}

    public static List<FaultRow> all() {
        return Stream.of(ProcessFaults.rows(), RedisFaults.rows(), List.of(ProcessFaults.poison()))
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

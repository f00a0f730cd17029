package io.gatefarm.bench.faults;

import java.util.List;
import java.util.stream.Stream;

/** Every row there is. */
public final class Rows {
    private Rows() {}

    /** The quick ones: seconds each. */
    public static List<FaultRow> quick() {
        return Stream.concat(ProcessFaults.rows().stream(), RedisFaults.rows().stream())
                .toList();
    }

    /** All of them; the last ones take a minute or more, and a gateway with many clients. */
    public static List<FaultRow> all() {
        return Stream.concat(quick().stream(), LongFaults.rows().stream()).toList();
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

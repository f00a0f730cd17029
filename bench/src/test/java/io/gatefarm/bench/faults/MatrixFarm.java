package io.gatefarm.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.faults.farm.FarmShape;
import java.nio.file.Path;

/** One farm for all the rows of a test class. */
final class MatrixFarm implements AutoCloseable {
    private final FailureMatrix matrix;

    private MatrixFarm(FailureMatrix matrix) {
        this.matrix = matrix;
    }

    static MatrixFarm start(FarmShape shape, Class<?> test) {
        return new MatrixFarm(FailureMatrix.start(shape, Path.of("target", "faults", test.getSimpleName())));
    }

    /** Runs the row; everything that it promises must hold. */
    void holds(String row) {
        RowResult result = matrix.run(Rows.named(row));
        System.out.println(result.text());
        assertThat(result.violations()).as(result.text()).isEmpty();
        assertThat(result.account().sent()).as("messages sent").isPositive();
    }

    @Override
    public void close() {
        matrix.close();
    }
}

package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Account;
import io.gatefarm.bench.faults.account.Journals;
import io.gatefarm.bench.faults.farm.FarmShape;
import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.load.LoadFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A farm that goes from row to row. It is started anew when a row has left it unusable or needs another one. Owned by one thread;
 * {@link #close} ends all processes.
 */
public final class FailureMatrix implements AutoCloseable {
    private final Path folder;
    private FarmShape shape;
    private FaultFarm farm;
    private Journals journals;
    private int rows;

    private FailureMatrix(FarmShape shape, Path folder) {
        this.shape = shape;
        this.folder = folder;
        this.farm = FaultFarm.start(shape, folder.resolve("farm-0"));
        this.journals = new Journals(farm.folder());
    }

    /**
     * Starts the farm.
     *
     * @param shape that the first row needs
     * @param folder for logs and journals
     */
    public static FailureMatrix start(FarmShape shape, Path folder) {
        return new FailureMatrix(shape, folder);
    }

    /** Runs a row; a failure of the run itself is a violation, too. */
    public RowResult run(FaultRow row) {
        long startNs = System.nanoTime();
        if (!row.farm().equals(shape)) {
            startAnew(row.farm());
        }
        try {
            return new RowRun(farm, journals, row.name() + "-" + rows++).run(row);
        } catch (LoadFailedException | IllegalStateException e) {
            startAnew(shape);
            var took = Duration.ofNanos(System.nanoTime() - startNs);
            var none = new Account(0, 0, 0, 0, Duration.ZERO, 0, 0, 0, 0, 0, 0, Map.of(), List.of());
            return new RowResult(
                    row, none, Duration.ZERO, took, List.of(), List.of("not run to its end: " + e.getMessage()));
        }
    }

    private void startAnew(FarmShape next) {
        farm.close();
        shape = next;
        farm = FaultFarm.start(shape, folder.resolve("farm-" + rows));
        journals = new Journals(farm.folder());
    }

    @Override
    public void close() {
        farm.close();
    }
}

package io.gatefarm.bench;

import io.gatefarm.bench.faults.FailureMatrix;
import io.gatefarm.bench.faults.FaultRow;
import io.gatefarm.bench.faults.RowResult;
import io.gatefarm.bench.faults.Rows;
import io.gatefarm.bench.faults.farm.FarmShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faults}: runs the failure matrix. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Injects each fault of the failure matrix into a farm of its own and counts what is lost, repeated and out of order.")
final class FaultsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--only", split = ",", paramLabel = "ROW", description = "Only these rows.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--repeat",
            defaultValue = "1",
            description = "How often each row is run. Default: ${DEFAULT-VALUE}")
    private int repeat;

    @Option(
            names = "--folder",
            defaultValue = "bench/target/faults",
            description = "For logs and journals. Default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        List<FaultRow> rows =
                only.isEmpty() ? Rows.all() : only.stream().map(Rows::named).toList();
        List<RowResult> results = new ArrayList<>();
        var out = spec.commandLine().getOut();
        try (var matrix = FailureMatrix.start(FarmShape.SMALL, folder)) {
            for (int i = 0; i < repeat; i++) {
                for (FaultRow row : rows) {
                    RowResult result = matrix.run(row);
                    results.add(result);
                    out.println(row.name() + ": " + result);
                    out.flush();
                }
            }
        }
        return results.stream().allMatch(RowResult::holds) ? BenchProcess.CLEAN : BenchProcess.ERRORS;
    }
}

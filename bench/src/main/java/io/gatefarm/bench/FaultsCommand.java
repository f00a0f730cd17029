package io.gatefarm.bench;

import io.gatefarm.bench.faults.FailureMatrix;
import io.gatefarm.bench.faults.FailureReport;
import io.gatefarm.bench.faults.FaultRow;
import io.gatefarm.bench.faults.RowResult;
import io.gatefarm.bench.faults.Rows;
import io.gatefarm.bench.faults.Soak;
import io.gatefarm.bench.faults.SoakResult;
import io.gatefarm.bench.faults.farm.FarmShape;
import io.gatefarm.bench.faults.farm.FaultFarm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faults}: runs the failure matrix, or the soak. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Injects faults into a farm of its own and counts what is lost, repeated and out of order.")
final class FaultsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--only", split = ",", paramLabel = "ROW", description = "Only these rows.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--repeat", defaultValue = "1", description = "How often each is run. Default: ${DEFAULT-VALUE}")
    private int repeat;

    @Option(names = "--report", description = "The page to write.")
    private @Nullable Path report;

    @Option(names = "--commit", description = "The measured commit, for the page.", defaultValue = "unknown")
    private String commit = "";

    @Option(names = "--soak", paramLabel = "SECONDS", description = "Instead: quick faults at random for so long.")
    private int soak;

    @Option(names = "--seed", defaultValue = "1", description = "Draws the soak's faults. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--folder",
            defaultValue = "bench/target/faults",
            description = "For logs and journals. Default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        return (soak > 0 ? soak() : matrix()) ? BenchProcess.CLEAN : BenchProcess.ERRORS;
    }

    private boolean soak() {
        try (var farm = FaultFarm.start(FarmShape.SMALL, folder.resolve("soak-" + seed))) {
            SoakResult result = new Soak(farm, new SplittableRandom(seed)).run(Duration.ofSeconds(soak));
            say(result.text());
            return result.violations().isEmpty();
        }
    }

    private boolean matrix() {
        List<FaultRow> rows =
                only.isEmpty() ? Rows.all() : only.stream().map(Rows::named).toList();
        List<RowResult> results = new ArrayList<>();
        try (var matrix = FailureMatrix.start(rows.get(0).farm(), folder)) {
            rows.forEach(row -> run(matrix, row, results));
        }
        return results.stream().allMatch(RowResult::holds);
    }

    private void run(FailureMatrix matrix, FaultRow row, List<RowResult> results) {
        for (int i = 0; i < repeat; i++) {
            RowResult result = matrix.run(row);
            results.add(result);
            say(result.text());
            write(results);
        }
    }

    /** After each row, so that a run that is broken off leaves what it has shown. */
    private void write(List<RowResult> results) {
        Path page = report;
        if (page != null) {
            List<String> notRun = Rows.all().stream()
                    .map(FaultRow::name)
                    .filter(name ->
                            results.stream().noneMatch(r -> r.row().name().equals(name)))
                    .toList();
            FailureReport.write(page, commit, LocalDate.now(ZoneOffset.UTC).toString(), results, notRun);
        }
    }

    private void say(String text) {
        var out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}

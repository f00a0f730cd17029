package io.gatefarm.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.simulation.farm.FarmRun;
import io.gatefarm.bench.simulation.memory.LuaScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thousands of farms, each from a seed. {@code -Dsimulation.seeds=100000} runs so many, {@code -Dsimulation.first=5000} begins
 * elsewhere, {@code -Dsimulation.seed=42} runs one and writes all that happened to {@code target/simulation-42.txt}.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimulationTest {
    private static final Logger log = LoggerFactory.getLogger(SimulationTest.class);

    @BeforeAll
    static void keepProductionCodeQuiet() {
        Runs.keepQuiet();
    }

    @Test
    void run_manySeeds_keepsEveryPromise() {
        var runs = Runs.of(
                Long.getLong("simulation.first", 1), Integer.getInteger("simulation.seeds", 1000), script -> script);

        log.info("simulated {}", runs.summary());
        assertThat(runs.failures())
                .as("run one alone with -Dtest=SimulationTest#run_oneSeed* -Dsimulation.seed=<seed>")
                .isEmpty();
        // nothing is proved by what never happened
        for (String fault : List.of(
                "Redis went back",
                "events given up",
                "frames lost",
                "gateways drained",
                "gateways fenced",
                "gateways killed",
                "handlers failed",
                "late requests",
                "repeats",
                "replies lost",
                "requests lost",
                "timeouts",
                "workers hung",
                "workers killed",
                "workers stopped")) {
            assertThat(runs.counts()).as(fault).containsKey(fault);
        }
    }

    @Test
    void run_oneSeed_isTheSameEachTimeAndTellsAll() throws IOException {
        long seed = Long.getLong("simulation.seed", 7);

        run(seed); // loads the classes: some waits are bounded in real time, too
        var first = run(seed);
        List<String> told = withoutWallClock(first);

        Files.write(Path.of("target", "simulation-" + seed + ".txt"), first.trace());
        // on a busy machine one may differ: a thread that waits for a monitor is woken by a thread of the JVM's own
        assertThat(Stream.generate(() -> withoutWallClock(run(seed))).limit(5)).anyMatch(told::equals);
        assertThat(first.violations()).isEmpty();
    }

    private static FarmRun run(long seed) {
        var run = new FarmRun(seed, new LuaScripts(script -> script), true);
        run.run();
        return run;
    }

    /** Gateways stamp events with the time of day, which changes nothing else. */
    private static List<String> withoutWallClock(FarmRun run) {
        List<String> lines = new ArrayList<>();
        run.trace().forEach(line -> lines.add(line.replaceAll("17\\d{11}(?!-)", "..")));
        return lines;
    }
}

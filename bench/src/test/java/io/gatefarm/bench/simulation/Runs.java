package io.gatefarm.bench.simulation;

import ch.qos.logback.classic.Level;
import io.gatefarm.bench.simulation.farm.FarmRun;
import io.gatefarm.bench.simulation.memory.LuaScripts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** Many runs, one after the other, and what came of them. */
final class Runs {
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> violations = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private long runs;
    private long steps;

    private Runs() {}

    /** Simulated processes log as real ones do, of which a thousand farms have too many. */
    static void keepQuiet() {
        for (String name :
                List.of("io.gatefarm.gateway", "io.gatefarm.worker", "io.gatefarm.redis", "io.gatefarm.push")) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
        }
    }

    /** @param edit changes each script, to take a rule out of it */
    static Runs of(long firstSeed, int count, UnaryOperator<String> edit) {
        return run(firstSeed, count, edit, false);
    }

    /** As {@link #of}, but no further than the first run that breaks a promise. */
    static Runs until(long firstSeed, int count, UnaryOperator<String> edit) {
        return run(firstSeed, count, edit, true);
    }

    // one farm at a time: a thread of a killed process never runs again, and another farm could wait behind it for a
    // lock
    private static Runs run(long firstSeed, int count, UnaryOperator<String> edit, boolean untilFailure) {
        var runs = new Runs();
        var lua = new LuaScripts(edit);
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            if (untilFailure && !runs.failures.isEmpty()) {
                break;
            }
            runs.run(seed, lua);
        }
        return runs;
    }

    private void run(long seed, LuaScripts lua) {
        var run = new FarmRun(seed, lua, false);
        try {
            run.run();
        } catch (RuntimeException | AssertionError e) {
            failures.add("seed " + seed + " (" + run.describe() + "): " + e + ", " + e.getCause());
        }
        add(seed, run);
    }

    private void add(long seed, FarmRun run) {
        runs++;
        steps += run.steps();
        run.counts().forEach((what, count) -> counts.merge(what, count, Integer::sum));
        run.violations().forEach((what, count) -> violations.merge(what, count, Integer::sum));
        if (!run.violations().isEmpty()) {
            failures.add("seed " + seed + " (" + run.describe() + "): " + run.violations());
        }
    }

    /** A line for each run that broke a promise. */
    List<String> failures() {
        return failures;
    }

    /** What happened in all runs together. */
    Map<String, Integer> counts() {
        return counts;
    }

    /** What must not be and was. */
    Map<String, Integer> violations() {
        return violations;
    }

    String summary() {
        return "runs=" + runs + " steps=" + steps + " " + counts;
    }
}

package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FarmShape;
import io.gatefarm.bench.faults.load.LoadShape;

/**
 * One fault and what is promised about it. Immutable.
 *
 * @param name short, for the command line
 * @param fault in words, for the report
 * @param farm that it needs
 * @param load that runs meanwhile; its prefix is replaced
 * @param injection does it; when it returns the fault is over or stays as it is
 */
public record FaultRow(
        String name, String fault, FarmShape farm, LoadShape load, Expectation expectation, Injection injection) {
    /** What is done to the farm. */
    @FunctionalInterface
    public interface Injection {
        void into(FaultScene scene);
    }

    /** A row under the usual small load. */
    static FaultRow of(String name, String fault, Expectation expectation, Injection injection) {
        return new FaultRow(name, fault, FarmShape.SMALL, LoadShape.of(name), expectation, injection);
    }

    /** The same under another load. */
    FaultRow under(LoadShape other) {
        return new FaultRow(name, fault, farm, other, expectation, injection);
    }

    /** The same on another farm. */
    FaultRow on(FarmShape other) {
        return new FaultRow(name, fault, other, load, expectation, injection);
    }

    /** The same on a farm whose Redis has Sentinels. */
    FaultRow withSentinels() {
        return new FaultRow(name + "-sentinel", fault, FarmShape.SENTINELS, load, expectation, injection);
    }
}

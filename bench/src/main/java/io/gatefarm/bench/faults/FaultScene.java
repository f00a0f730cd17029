package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.Patience;
import io.gatefarm.bench.faults.load.NumberedLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** A farm under load while one fault is injected: what the injection may touch, and where it says what it saw. Owned by one thread. */
public final class FaultScene {
    /** Waited beyond what is promised, to say how long it took instead. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private final FaultFarm farm;
    private final NumberedLoad load;
    private final List<String> notes = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private long healsFromNs = System.nanoTime();

    private record Watch(String what, long fromNs, Duration limit, BooleanSupplier condition) {}

    FaultScene(FaultFarm farm, NumberedLoad load) {
        this.farm = farm;
        this.load = load;
    }

    FaultFarm farm() {
        return farm;
    }

    NumberedLoad load() {
        return load;
    }

    /** The time to heal counts from now: a fault that lasts is over. Without it counts from the beginning. */
    void over() {
        healsFromNs = System.nanoTime();
    }

    /** Since the injection began. */
    String sinceFault() {
        return seconds(System.nanoTime() - healsFromNs);
    }

    long healsFromNs() {
        return healsFromNs;
    }

    /** Lets the fault last. */
    void hold(Duration time) {
        Patience.hold(time);
    }

    /** Whether messages that every client sends from now on flow within the limit; notes how long it took. */
    void flowsAgain(String what, Duration limit) {
        long from = System.nanoTime();
        within(what, limit, () -> load.flowsSince(from));
    }

    /** Waits for something that must come within the limit; notes how long it took, also when that was longer. */
    void within(String what, Duration limit, BooleanSupplier condition) {
        watch(what, limit, condition);
        var unused = Patience.within(limit.plus(GRACE), () -> watched());
    }

    /** The same without waiting here: it is looked at while messages begin to flow again. */
    void watch(String what, Duration limit, BooleanSupplier condition) {
        watches.add(new Watch(what, System.nanoTime(), limit, condition));
    }

    /** Looks at what is watched; returns whether all of it has come, or is too late by far. */
    boolean watched() {
        for (Watch watch : List.copyOf(watches)) {
            long ns = System.nanoTime() - watch.fromNs();
            if (watch.condition().getAsBoolean()) {
                note(watch.what() + " after " + seconds(ns));
                if (ns > watch.limit().toNanos()) {
                    violation(watch.what() + " after " + seconds(ns) + ", not within "
                            + seconds(watch.limit().toNanos()));
                }
                watches.remove(watch);
            } else if (ns > watch.limit().plus(GRACE).toNanos()) {
                violation(watch.what() + ": not even within " + seconds(ns));
                watches.remove(watch);
            }
        }
        return watches.isEmpty();
    }

    /** For the report's last column. */
    void note(String text) {
        notes.add(text);
    }

    void violation(String text) {
        violations.add(text);
    }

    List<String> notes() {
        return notes;
    }

    List<String> violations() {
        return violations;
    }

    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
    }
}

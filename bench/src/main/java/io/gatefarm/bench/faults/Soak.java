package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Account;
import io.gatefarm.bench.faults.account.Journals;
import io.gatefarm.bench.faults.account.SentConnection;
import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.Patience;
import io.gatefarm.bench.faults.load.LoadShape;
import io.gatefarm.bench.faults.load.NumberedLoad;
import io.gatefarm.bench.load.LoadFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Faults at random, one after the other, under one load that never stops. Between two faults everything flows again: what is promised is
 * promised for one fault at a time. Owned by one thread.
 */
public final class Soak {
    /** Faults that take longer than a few seconds, or another load. */
    private static final Set<String> LEFT_OUT =
            Set.of("gateway-hang", "gateway-cut", "sweeper-kill", "worker-half-open", "slow-client");

    private static final Duration UNREAD = Duration.ofSeconds(1);
    private static final Duration HEAL = Duration.ofSeconds(30);
    private static final int SHORTEST_PAUSE_MS = 500;
    private static final int LONGEST_PAUSE_MS = 2500;

    private final FaultFarm farm;
    private final RandomGenerator random;
    private final List<FaultRow> rows;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> injected = new TreeMap<>();
    private final List<SoakSample> samples = new ArrayList<>();
    private final List<long[]> gatewayFaults = new ArrayList<>();

    /** @param random draws faults and pauses */
    public Soak(FaultFarm farm, RandomGenerator random) {
        this.farm = farm;
        this.random = random;
        this.rows = Rows.quick().stream()
                .filter(row -> !LEFT_OUT.contains(row.name()))
                .toList();
    }

    /** Runs until the time is over and everything has been handled. */
    public SoakResult run(Duration time) {
        farm.restore();
        var journals = new Journals(farm.folder());
        var load = NumberedLoad.start(LoadShape.of("soak"), farm::targets);
        try (load) {
            long begun = System.nanoTime();
            if (!Patience.within(HEAL, () -> load.flowsSince(begun))) {
                throw new LoadFailedException("the load did not begin to flow");
            }
            while (System.nanoTime() - begun < time.toNanos()) {
                Patience.hold(Duration.ofMillis(random.nextInt(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS)));
                samples.add(SoakSample.of(farm));
                injectOne(load);
            }
            load.hush();
            var quiet = new QuietJournals(journals);
            quiet.await();
            List<SentConnection> sent = load.finish();
            quiet.await();
            return result(sent, journals);
        }
    }

    private void injectOne(NumberedLoad load) {
        FaultRow row = rows.get(random.nextInt(rows.size()));
        injected.merge(row.name(), 1, Integer::sum);
        var scene = new FaultScene(farm, load);
        long from = System.nanoTime();
        row.injection().into(scene);
        long healsFrom = scene.healsFromNs();
        boolean healed = Patience.within(HEAL, () -> scene.watched() && load.flowsSince(healsFrom));
        if (!row.expectation().unread().isZero()) {
            gatewayFaults.add(new long[] {from, System.nanoTime()});
        }
        scene.violations().forEach(violation -> violations.add(row.name() + ": " + violation));
        if (!healed) {
            violations.add(row.name() + ": no answers for " + load.waitingSince(healsFrom));
        }
        farm.restore();
    }

    private SoakResult result(List<SentConnection> sent, Journals journals) {
        var account = Account.of(sent, journals, "soak-", UNREAD);
        violations.addAll(Expectation.connectionsEnd(0, UNREAD).violations(account));
        long unasked = sent.stream()
                .filter(connection -> connection.endedUnasked() && !inGatewayFault(connection.endedNs()))
                .count();
        if (unasked > 0) {
            violations.add(unasked + " connections ended outside of a gateway's faults: " + account.ended());
        }
        var directory = DirectoryCheck.of(farm);
        if (!Patience.within(HEAL, () -> directory.leftovers().isEmpty())) {
            violations.add("left in Redis: " + directory.leftovers());
        }
        violations.addAll(SoakSample.growth(samples));
        return new SoakResult(account, injected, samples, violations);
    }

    private boolean inGatewayFault(long ns) {
        return gatewayFaults.stream().anyMatch(fault -> ns - fault[0] >= 0 && ns - fault[1] <= 0);
    }
}

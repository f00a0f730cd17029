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
import java.util.function.Supplier;

/** One row on a farm: load, fault, healing, and the account. Owned by one thread. */
final class RowRun {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STEADY = Duration.ofMillis(400);

    /** No new events: time to count. */
    private static final Duration QUIET = Duration.ofMillis(250);

    private static final Duration REST = Duration.ofSeconds(12);

    private final FaultFarm farm;
    private final Journals journals;
    private final String prefix;

    /** @param prefix of the load, unique on this farm */
    RowRun(FaultFarm farm, Journals journals, String prefix) {
        this.farm = farm;
        this.journals = journals;
        this.prefix = prefix;
    }

    RowResult run(FaultRow row) {
        long startNs = System.nanoTime();
        farm.restore();
        journals.forget();
        LoadShape shape = row.load();
        var load = NumberedLoad.start(
                new LoadShape(prefix, shape.clients(), shape.perSecond(), shape.padding(), shape.silent()),
                farm::targets);
        try (load) {
            long begun = System.nanoTime();
            if (!Patience.within(START, () -> load.flowsSince(begun) && load.open() == load.clients())) {
                throw new LoadFailedException("the load did not begin to flow before " + row.name());
            }
            Patience.hold(STEADY);
            var scene = new FaultScene(farm, load);
            row.injection().into(scene);
            Duration heal = heal(row, scene);
            Account account = account(row, load, scene);
            List<String> violations = new ArrayList<>(row.expectation().violations(account));
            violations.addAll(scene.violations());
            Duration took = Duration.ofNanos(System.nanoTime() - startNs);
            return new RowResult(row, account, heal, took, scene.notes(), violations);
        }
    }

    private Duration heal(FaultRow row, FaultScene scene) {
        Duration promised = row.expectation().heal();
        long from = scene.healsFromNs();
        boolean flows = Patience.within(promised.plus(FaultScene.GRACE), () -> {
            var unused = scene.watched();
            return scene.load().flowsSince(from);
        });
        Duration heal = Duration.ofNanos(System.nanoTime() - from);
        if (!flows) {
            scene.violation("clients get no answers: " + scene.load().waitingSince(from));
        } else if (heal.compareTo(promised) > 0) {
            scene.violation("flows again after " + heal.toMillis() + " ms, not within " + promised.toMillis());
        }
        var unused = Patience.within(FaultScene.GRACE.multipliedBy(2), () -> scene.watched());
        return heal;
    }

    private Account account(FaultRow row, NumberedLoad load, FaultScene scene) {
        load.hush();
        // handled before they leave, so that nothing rests on the order of a close and the last message alone
        Account unused = settled(row, load::connections, false);
        List<SentConnection> sent = load.finish();
        Account account = settled(row, () -> sent, true);
        var directory = DirectoryCheck.of(farm);
        if (!Patience.within(REST, () -> directory.leftovers().isEmpty())) {
            scene.violation("left in Redis: " + directory.leftovers());
        }
        return account;
    }

    /** The account when everything was handled, or when nothing has come for a while. */
    private Account settled(FaultRow row, Supplier<List<SentConnection>> connections, boolean closed) {
        long quietSince = System.nanoTime();
        int lines = -1;
        while (true) {
            int now = journals.readNew();
            long quietNs = System.nanoTime() - quietSince;
            if (now != lines) {
                lines = now;
                quietSince = System.nanoTime();
            } else if (quietNs > QUIET.toNanos()) {
                var account = Account.of(
                        connections.get(),
                        journals,
                        prefix + "-",
                        row.expectation().unread());
                boolean done =
                        account.lost() == 0 && account.opensLost() == 0 && (!closed || account.closesLost() == 0);
                if (done || quietNs > REST.toNanos()) {
                    return account;
                }
            }
            Patience.hold(Duration.ofMillis(100));
        }
    }
}

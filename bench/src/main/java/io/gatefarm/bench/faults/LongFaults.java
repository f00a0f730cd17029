package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.JournalEvents;
import io.gatefarm.bench.faults.farm.FarmShape;
import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.Member;
import io.gatefarm.bench.faults.farm.Signal;
import io.gatefarm.bench.faults.load.LoadShape;
import java.time.Duration;
import java.util.List;

/** Rows that take a minute or more. */
public final class LongFaults {
    private static final Duration OUTAGE = Duration.ofSeconds(60);

    /** The kernel takes its time to reset the 18,000 connections of a killed process. */
    private static final Duration UNTIL_RESET = Duration.ofSeconds(15);

    private LongFaults() {}

    public static List<FaultRow> rows() {
        return List.of(poison(), longPause(), crowd());
    }

    /** Each death costs a lease. */
    private static FaultRow poison() {
        return FaultRow.of(
                "poison", "a message ends every worker that handles it", Expectation.nothingLost(10), scene -> {
                    FaultFarm farm = scene.farm();
                    String letters = farm.keys().deadLetters();
                    long before = Long.parseLong(farm.console().text("XLEN", letters));
                    scene.load().say(0, JournalEvents.HALT);
                    int[] deaths = {0};
                    scene.within("buried", Duration.ofSeconds(80), () -> {
                        for (int n = 0; n < 2; n++) {
                            if (!farm.worker(n).process().isAlive()) {
                                deaths[0]++;
                                farm.worker(n).replace();
                            }
                        }
                        return Long.parseLong(farm.console().text("XLEN", letters)) > before;
                    });
                    scene.note(deaths[0] + " worker deaths");
                    scene.over();
                });
    }

    private static FaultRow longPause() {
        return FaultRow.of(
                        "redis-pause-60s",
                        "Redis gets SIGSTOP for 60 s while clients send all they can",
                        Expectation.nothingLost(60),
                        scene -> {
                            FaultFarm farm = scene.farm();
                            String ids = farm.gateway(0).gatewayId()
                                    + farm.gateway(1).gatewayId();
                            Signal.STOP.send(farm.redis().pid());
                            scene.hold(OUTAGE);
                            for (int n = 0; n < 2; n++) {
                                Member gateway = farm.gateway(n);
                                if (gateway.process().isAlive()) {
                                    scene.note(gateway.name() + " at most "
                                            + gateway.process().peakMb() + " MB in RAM");
                                } else {
                                    scene.violation(gateway.name() + " has ended: more heap than its limit");
                                }
                            }
                            Signal.CONT.send(farm.redis().pid());
                            scene.over();
                            scene.flowsAgain("resumed", OUTAGE);
                            if (!ids.equals(farm.gateway(0).gatewayId()
                                    + farm.gateway(1).gatewayId())) {
                                scene.violation("a gateway was taken for dead");
                            }
                        })
                .under(new LoadShape("", 64, 100, 1000, 0));
    }

    private static FaultRow crowd() {
        return FaultRow.of(
                        "crowd-kill",
                        "a gateway with 18,000 clients gets SIGKILL",
                        Expectation.connectionsEnd(8, UNTIL_RESET),
                        scene -> new CrowdSweep(scene).run())
                .under(new LoadShape("", 8, 5, 0, 0))
                .on(FarmShape.LARGE);
    }
}

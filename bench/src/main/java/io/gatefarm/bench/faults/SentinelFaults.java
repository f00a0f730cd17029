package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FarmShape;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalSentinelRedis;
import java.time.Duration;
import java.util.List;

/** Rows in which Sentinels elect another master. */
final class SentinelFaults {
    private static final Duration LAG = Duration.ofMillis(500);

    private SentinelFaults() {}

    static List<FaultRow> rows() {
        return List.of(failover(), hangingMaster());
    }

    private static FaultRow failover() {
        return FaultRow.of(
                        "failover",
                        "the master gets SIGKILL, and the replica that the Sentinels promote lacks its last half second",
                        Expectation.nothingLost(15),
                        scene -> {
                            LocalSentinelRedis redis = scene.farm().sentinels();
                            redis.holdReplication();
                            scene.hold(LAG);
                            LocalRedis old = redis.killMaster();
                            redis.awaitPromoted(old);
                            scene.note("promoted after " + scene.sinceFault());
                            old.restart();
                        })
                .on(FarmShape.SENTINELS);
    }

    private static FaultRow hangingMaster() {
        return FaultRow.of(
                        "failover-hang",
                        "the master gets SIGSTOP until another one was promoted, then SIGCONT: two masters for a moment",
                        Expectation.nothingLost(15),
                        scene -> {
                            LocalSentinelRedis redis = scene.farm().sentinels();
                            LocalRedis old = redis.pauseMaster();
                            redis.awaitPromoted(old);
                            scene.note("promoted after " + scene.sinceFault());
                            redis.resume(old);
                        })
                .on(FarmShape.SENTINELS);
    }
}

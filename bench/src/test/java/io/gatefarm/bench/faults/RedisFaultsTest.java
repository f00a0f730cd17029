package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FarmShape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The rows of the failure matrix in which Redis or the way to it fails, on one farm of real processes. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the farm of Redis faults") // its own methods one after the other
class RedisFaultsTest {
    private static MatrixFarm farm;

    @BeforeAll
    static void start() {
        farm = MatrixFarm.start(FarmShape.SMALL, RedisFaultsTest.class);
    }

    @AfterAll
    static void stop() {
        if (farm != null) {
            farm.close();
        }
    }

    @Test
    void scripts_flushed_areLoadedAgain() {
        farm.holds("script-flush");
    }

    @Test
    void subscribers_killed_nothingIsLost() {
        farm.holds("subscriber-kill");
    }

    @Test
    void connections_killed_nothingIsLost() {
        farm.holds("client-kill");
    }

    @Test
    void redis_paused_nothingIsLostAndNobodyIsClosed() {
        farm.holds("client-pause");
    }

    @Test
    void gateway_cutOffForAMoment_nothingIsLostAndNobodyIsClosed() {
        farm.holds("gateway-blip");
    }

    @Test
    void gateway_cutOffPastItsLease_isSweptAndClosesItsClients() {
        farm.holds("gateway-cut");
    }

    @Test
    void redis_restartedWithData_nothingIsLostAndNobodyIsClosed() {
        farm.holds("redis-restart");
    }

    @Test
    void redis_restartedWithoutData_nothingIsLostAndNobodyIsClosed() {
        farm.holds("redis-empty");
    }

    @Test
    void redis_full_nothingIsLostAndNobodyIsClosed() {
        farm.holds("redis-full");
    }

    @Test
    void replica_promotedWithoutItsLastHalfSecond_nothingIsLostAndNobodyIsClosed() {
        farm.holds("promotion");
    }

    @Test
    void subscription_silentlyDead_isReplaced() {
        farm.holds("subscriber-deaf");
    }

    @Test
    void worker_halfOpenConnections_othersTakeOver() {
        farm.holds("worker-half-open");
    }
}

package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FarmShape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The rows of the failure matrix in which a gateway or a worker fails, on one farm of real processes. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the farm of process faults") // its own methods one after the other
class ProcessFaultsTest {
    private static MatrixFarm farm;

    @BeforeAll
    static void start() {
        farm = MatrixFarm.start(FarmShape.SMALL, ProcessFaultsTest.class);
    }

    @AfterAll
    static void stop() {
        if (farm != null) {
            farm.close();
        }
    }

    @Test
    void worker_killed_nothingIsLostAndItsPartitionsAreOwnedIn8Seconds() {
        farm.holds("worker-kill");
    }

    @Test
    void worker_hangsPastItsLease_nothingIsLostOrDisordered() {
        farm.holds("worker-hang");
    }

    @Test
    void worker_terminated_handsOverAtOnce() {
        farm.holds("worker-drain");
    }

    @Test
    void gateway_terminated_nothingThatItReadIsLost() {
        farm.holds("gateway-drain");
    }

    @Test
    void gateway_killed_onlyWhatItHadNotAppendedIsLostAndItIsSweptIn10Seconds() {
        farm.holds("gateway-kill");
    }

    @Test
    void gateway_hangsPastItsLease_isSweptAndClosesItsClients() {
        farm.holds("gateway-hang");
    }

    @Test
    void farm_restartedOneByOne_nothingThatWasReadIsLost() {
        farm.holds("rolling-restart");
    }

    @Test
    void sweeper_killedInTheMiddle_anotherGoesOn() {
        farm.holds("sweeper-kill");
    }

    @Test
    void handler_slow_holdsUpItsOwnClientOnly() {
        farm.holds("slow-handler");
    }

    @Test
    void client_readingNothing_isClosedAndHoldsUpNobody() {
        farm.holds("slow-client");
    }
}

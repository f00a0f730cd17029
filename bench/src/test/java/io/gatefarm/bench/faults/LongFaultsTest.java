package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FarmShape;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What takes minutes: run with {@code -Pmatrix}. */
@Tag("matrix")
@Timeout(600)
class LongFaultsTest {
    private static final int REPETITIONS = 5;

    @Test
    void message_thatEndsItsWorkers_isBuriedAndNothingElseIsLost() {
        holds(FarmShape.SMALL, "poison");
    }

    @Test
    void redis_pausedFor60Seconds_heapStaysBoundedAndNobodyExpires() {
        holds(FarmShape.SMALL, "redis-pause-60s");
    }

    @Test
    void gateway_killedWith18000Clients_isSweptIn3Seconds() {
        holds(FarmShape.LARGE, "crowd-kill");
    }

    private static void holds(FarmShape shape, String row) {
        try (var farm = MatrixFarm.start(shape, LongFaultsTest.class)) {
            farm.holds(row);
        }
    }

    @ParameterizedTest
    @MethodSource("shortRows")
    void fault_again_holdsEachTime(String row) {
        try (var farm = MatrixFarm.start(Rows.named(row).farm(), LongFaultsTest.class)) {
            for (int i = 0; i < REPETITIONS; i++) {
                farm.holds(row);
            }
        }
    }

    static String[] shortRows() {
        return Stream.concat(Rows.quick().stream(), Rows.sentinels().stream())
                .map(FaultRow::name)
                .toArray(String[]::new);
    }
}

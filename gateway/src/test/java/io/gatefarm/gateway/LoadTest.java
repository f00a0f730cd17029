package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a gateway's load is made of beside what tests of whole gateways show. */
class LoadTest {
    private static final int LARGE = 64 << 20;

    private final ProcessLimits process = new ProcessLimits();

    @Test
    void outbound_oneMessageForFiftyThousand_countsNoMoreThanTheHeapHolds() {
        assertThat(Load.outbound(50_000L * 5_000, 20_000_000, 400_000_000)).isEqualTo(0.1);
        assertThat(Load.outbound(10_000_000, 20_000_000, 400_000_000)).isEqualTo(0.05);
    }

    @Test
    void heapInUse_afterACollection_isWhatIsReachable() {
        byte[] held = new byte[LARGE];
        System.gc();
        long with = process.heapInUse();
        assertThat(with).isBetween((long) LARGE, process.heap());
        Arrays.fill(held, (byte) 1); // reachable until here
    }

    @Test
    void openFiles_ofThisProcess_areAShareOfTheLimit() {
        assertThat(process.openFiles()).isBetween(0.0, 1.0).isPositive();
    }
}

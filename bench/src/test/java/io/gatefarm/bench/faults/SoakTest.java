package io.gatefarm.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.faults.farm.FarmShape;
import io.gatefarm.bench.faults.farm.FaultFarm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random faults under one load; {@code -Psoak} takes an hour, {@code -Dgatefarm.soak.seconds} says how long. */
class SoakTest {
    private static final int SECONDS = Integer.getInteger("gatefarm.soak.seconds", 120);

    @Test
    void farm_faultAfterFault_keepsItsPromises() {
        long seed = Long.getLong("gatefarm.soak.seed", System.nanoTime());
        try (var farm = FaultFarm.start(FarmShape.SMALL, Path.of("target", "faults", "soak"))) {
            SoakResult result = new Soak(farm, new SplittableRandom(seed)).run(Duration.ofSeconds(SECONDS));

            System.out.println(result.text());
            assertThat(result.violations())
                    .as("seed " + seed + ": " + result.text())
                    .isEmpty();
            assertThat(result.injected()).isNotEmpty();
        }
    }
}

package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkLimitsTest {
    @Test
    void defaults_areThoseOfTheJavadoc() {
        assertThat(WorkLimits.DEFAULTS)
                .isEqualTo(
                        new WorkLimits(Duration.ofSeconds(5), 512, 64, Duration.ofMillis(100), Duration.ofSeconds(10)));
        assertThat(WorkLimits.DEFAULTS.beat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(WorkLimits.DEFAULTS.readCount()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource({
        "PT1.999S, 512, 64, PT0.1S, PT10S, lease, PT1.999S",
        "PT5S, 15, 64, PT0.1S, PT10S, openEvents, 15",
        "PT5S, 513, 64, PT0.1S, PT10S, openEvents, 513",
        "PT5S, 512, 0, PT0.1S, PT10S, commitEvents, 0",
        "PT5S, 512, 64, PT0S, PT10S, commitInterval, PT0S",
        "PT5S, 512, 64, PT0.1S, PT-1S, handOver, PT-1S",
    })
    void limit_outOfRange_isNamedAndShown(
            Duration lease, int open, int commits, Duration interval, Duration handOver, String name, String value) {
        assertThatThrownBy(() -> new WorkLimits(lease, open, commits, interval, handOver))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name)
                .hasMessageEndingWith("is " + value);
    }

    @Test
    void limits_atTheirEdges_areTaken() {
        assertThatCode(() -> new WorkLimits(Duration.ofSeconds(2), 16, 1, Duration.ofMillis(1), Duration.ZERO))
                .doesNotThrowAnyException();
    }
}

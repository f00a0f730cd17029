package io.gatefarm.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long START_NS = -5_000_000_000L; // nanoTime may be negative and pass zero
    private final Window window = Window.from(START_NS, Duration.ofSeconds(5), Duration.ofSeconds(10));

    @Test
    void openLoop_everyMoment_sharesWhatIsDueAmongConnections() {
        Schedule.OpenLoop schedule = new Schedule.OpenLoop(7, 3000, window);

        assertThat(schedule.messages()).isBetween(44_999L, 45_000L);
        for (long nowNs = START_NS - 1_000_000; nowNs < START_NS + 20_000_000; nowNs += 100_003) {
            long due = schedule.due(nowNs);
            long allowed = 0;
            for (int connection = 0; connection < 7; connection++) {
                allowed += schedule.allowed(connection, 0, nowNs);
            }
            assertThat(allowed).isEqualTo(due);
            assertThat(schedule.dueNs(due)).isGreaterThan(nowNs);
            assertThat(due == 0 || schedule.dueNs(due - 1) <= nowNs + 1).isTrue();
        }
        assertThat(schedule.due(window.toNs() + 1_000_000_000L)).isEqualTo(schedule.messages());
    }

    @Test
    void openLoop_sent_countsFromWhenItWasDue() {
        Schedule.OpenLoop schedule = new Schedule.OpenLoop(10, 1000, window);

        assertThat(schedule.sent(3, 2, START_NS + 999_999_999)).isEqualTo(START_NS + 23_000_000);
        assertThat(schedule.sentNs(3, 2)).isEqualTo(START_NS + 23_000_000);
    }

    @Test
    void closedLoop_inFlight_isKeptUntilTheWindowEnds() {
        Schedule.ClosedLoop schedule = new Schedule.ClosedLoop(2, 3, window);

        assertThat(schedule.allowed(1, 10, window.toNs() - 1)).isEqualTo(13);
        assertThat(schedule.allowed(1, 10, window.toNs())).isZero();
        schedule.sent(1, 10, 100);
        schedule.sent(1, 11, 200);
        schedule.sent(0, 10, 300);
        assertThat(schedule.sentNs(1, 10)).isEqualTo(100);
        assertThat(schedule.sentNs(1, 11)).isEqualTo(200);
        assertThat(schedule.sentNs(0, 10)).isEqualTo(300);
    }
}

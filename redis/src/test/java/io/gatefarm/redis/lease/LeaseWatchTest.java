package io.gatefarm.redis.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration MAX_GAP = Duration.ofSeconds(2);

    private final LeaseWatch<String> watch = new LeaseWatch<>(LEASE, MAX_GAP);
    /** Near the overflow, as System.nanoTime may be. */
    private long nowNs = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    private void look(String value, int afterMs) {
        nowNs += Duration.ofMillis(afterMs).toNanos();
        watch.look(Map.of("a", value), nowNs);
    }

    @Test
    void expired_unchangedForALease_isTheValue() {
        look("1", 0);
        for (int i = 0; i < 4; i++) {
            look("1", 1000);
            assertThat(watch.expired("a")).isEmpty();
        }
        look("1", 1000);
        assertThat(watch.expired("a")).hasValue("1");
    }

    @Test
    void expired_changedMeanwhile_countsAnew() {
        look("1", 0);
        look("1", 2000);
        look("2", 2000);
        look("2", 2000);
        look("2", 2000);
        assertThat(watch.expired("a")).isEmpty();
        look("2", 1000);
        assertThat(watch.expired("a")).hasValue("2");
    }

    @Test
    void expired_afterAGapThatIsTooLong_countsAnew() {
        look("1", 0);
        look("1", 2000);
        look("1", 2000);
        look("1", 60_000);
        assertThat(watch.expired("a")).isEmpty();
        look("1", 2000);
        look("1", 2000);
        look("1", 1000);
        assertThat(watch.expired("a")).hasValue("1");
    }

    @Test
    void expired_afterReset_countsAnew() {
        look("1", 0);
        look("1", 2000);
        look("1", 2000);
        watch.reset();
        look("1", 1000);
        assertThat(watch.expired("a")).isEmpty();
    }

    @Test
    void expired_keyThatWasMissingOnce_countsAnew() {
        look("1", 0);
        look("1", 2000);
        look("1", 2000);
        watch.look(Map.of(), nowNs);
        look("1", 1000);
        assertThat(watch.expired("a")).isEmpty();
        assertThat(watch.expired("b")).isEmpty();
    }

    @Test
    void expired_firstLook_isEmpty() {
        look("1", 60_000);
        assertThat(watch.expired("a")).isEmpty();
    }

    @Test
    void stopped_seenToChangeAndThenUnchanged_isTheValue() {
        Duration two = Duration.ofSeconds(2);
        look("1", 0);
        look("1", 2000);
        assertThat(watch.stopped("a", two)).as("never seen to change").isEmpty();
        look("2", 1000);
        look("2", 1000);
        assertThat(watch.stopped("a", two)).isEmpty();
        look("2", 1000);
        assertThat(watch.stopped("a", two)).hasValue("2");
        look("2", 60_000);
        assertThat(watch.stopped("a", two)).as("after a gap").isEmpty();
        look("2", 2000);
        assertThat(watch.stopped("a", two)).hasValue("2");
        watch.reset();
        look("2", 0);
        look("2", 2000);
        assertThat(watch.stopped("a", two)).as("after a reset").isEmpty();
    }

    @Test
    void stopped_seenToComeAndThenUnchanged_isTheValue() {
        watch.look(Map.of(), nowNs);
        look("1", 1000);
        look("1", 2000);

        assertThat(watch.stopped("a", Duration.ofSeconds(2))).hasValue("1");
    }
}

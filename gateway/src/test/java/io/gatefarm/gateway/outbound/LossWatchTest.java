package io.gatefarm.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LossWatchTest {
    private final AtomicLong lost = new AtomicLong();
    private final LossWatch watch = new LossWatch(lost::addAndGet);

    @Test
    void came_withoutAHole_losesNothing() {
        watch.start(7);
        watch.came(8);
        watch.came(9);
        watch.sent(9);
        watch.sent(9);
        assertThat(lost).hasValue(0);
    }

    @Test
    void came_afterAHole_countsTheMissing() {
        watch.start(7);
        watch.came(10);
        assertThat(lost).hasValue(2);
    }

    @Test
    void start_belowWhatRedisHadCounted_countsAnew() {
        watch.start(500);
        watch.start(0);
        watch.came(4);
        assertThat(lost).hasValue(3);
    }

    @Test
    void came_firstOfAllLost_countsIt() {
        watch.start(0);
        watch.came(2);
        assertThat(lost).hasValue(1);
    }

    @Test
    void came_beforeTheStart_losesNothing() {
        watch.came(5);
        watch.start(5);
        watch.came(6);
        assertThat(lost).hasValue(0);
    }

    @Test
    void sent_nothingCameForAWholeBeat_countsTheMissingOnce() {
        watch.start(0);
        watch.came(1);
        watch.sent(4);
        assertThat(lost).hasValue(0); // they may be on their way
        watch.sent(5);
        assertThat(lost).hasValue(3);
        watch.sent(5);
        assertThat(lost).hasValue(4);
        watch.came(6);
        assertThat(lost).hasValue(4);
    }

    @Test
    void came_withASmallerNumber_startsAnew() {
        watch.start(100);
        watch.came(1);
        watch.came(2);
        watch.sent(2);
        watch.sent(2);
        assertThat(lost).hasValue(0);
    }
}

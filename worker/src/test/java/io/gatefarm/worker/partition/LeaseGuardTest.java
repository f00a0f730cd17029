package io.gatefarm.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class LeaseGuardTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** A second before the lease ends, no handler may start any more. */
    private static final long TOO_LATE_NS = LEASE.minusSeconds(1).toNanos();

    /** One that was renewed then. */
    private static LeaseGuard guard(long renewedNs) {
        var guard = new LeaseGuard(LEASE, System::nanoTime);
        guard.renewed(renewedNs);
        return guard;
    }

    @Test
    void isValid_untilAMarginBeforeTheLeaseEnds() {
        long nowNs = System.nanoTime();
        assertThat(guard(nowNs).isValid()).isTrue();
        assertThat(guard(nowNs - TOO_LATE_NS + Duration.ofSeconds(50).toNanos()).isValid())
                .isTrue();
        assertThat(guard(nowNs - TOO_LATE_NS).isValid()).isFalse();
    }

    @Test
    void renewed_withTheTimeOfItsSending_countsFromThere() {
        var guard = guard(System.nanoTime() - TOO_LATE_NS);
        guard.renewed(System.nanoTime() - TOO_LATE_NS);
        assertThat(guard.isValid()).isFalse();
        guard.renewed(System.nanoTime());
        assertThat(guard.isValid()).isTrue();
    }

    @Test
    void awaitValid_leasesUnsure_waitsForTheRenewal() throws Exception {
        var guard = guard(System.nanoTime() - TOO_LATE_NS);
        var through = new CompletableFuture<Boolean>();
        var waiting = Thread.ofPlatform().start(() -> {
            try {
                guard.awaitValid();
                through.complete(true);
            } catch (InterruptedException e) {
                through.complete(false);
            }
        });
        Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        assertThat(through).isNotDone();
        guard.renewed(System.nanoTime());
        assertThat(through).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }

    @Test
    void awaitValid_interrupted_ends() {
        var guard = guard(System.nanoTime() - TOO_LATE_NS);
        var interrupted = new CompletableFuture<Boolean>();
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                guard.awaitValid();
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        waiting.interrupt();
        assertThat(interrupted).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    }
}

package io.gatefarm.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.stream.AppendBatch;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartitionLogTest {
    private static final int LIMIT = 1 << 20;
    private final AtomicInteger resumed = new AtomicInteger();
    private final Pausable source = resumed::incrementAndGet;

    private static ClientEvent message(int bytes) {
        return new ClientEvent.Received("client", "gateway", 1, Message.binary(new byte[bytes]));
    }

    private static Optional<AppendBatch> next(PartitionLog log) {
        return log.next("gateway", 100);
    }

    private void offer(PartitionLog log, int... sizes) {
        for (int size : sizes) {
            assertThat(log.offer(message(size), source)).isEqualTo(Offer.QUEUED);
        }
    }

    @Test
    void next_whileABatchIsOut_isEmpty() {
        var log = new PartitionLog(3, LIMIT);
        offer(log, 1);
        AppendBatch first = next(log).orElseThrow();
        offer(log, 1, 1);
        assertThat(next(log)).isEmpty();
        log.appended(first);
        AppendBatch second = next(log).orElseThrow();
        assertThat(first.partition()).isEqualTo(3);
        assertThat(first.firstSequence()).isEqualTo(1);
        assertThat(second.firstSequence()).isEqualTo(2);
        assertThat(second.oldestHeld()).isEqualTo(1); // nothing is taken for handled
        assertThat(second.events()).hasSize(2);
    }

    @Test
    void next_manyEvents_takes64() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, new int[100]);
        AppendBatch first = next(log).orElseThrow();
        assertThat(first.events()).hasSize(64);
        log.appended(first);
        assertThat(next(log).orElseThrow().events()).hasSize(36);
    }

    @Test
    void next_largeEvents_stopsAt64KiBAndTakesALargerOneAlone() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 40_000, 25_536, 1, 100_000, 1);
        int[] sizes = new int[3];
        for (int i = 0; i < sizes.length; i++) {
            AppendBatch batch = next(log).orElseThrow();
            sizes[i] = batch.events().size();
            log.appended(batch);
        }
        assertThat(sizes).containsExactly(2, 1, 1);
        assertThat(next(log).orElseThrow().firstSequence()).isEqualTo(5);
    }

    @Test
    void offer_pastTheLimit_isTakenAndSaysFull() {
        var log = new PartitionLog(0, 2000);
        offer(log, 1000);
        assertThat(log.offer(message(1000), source)).isEqualTo(Offer.FULL);
        assertThat(log.heldBytes()).isGreaterThan(2000);
        AppendBatch batch = next(log).orElseThrow();
        assertThat(batch.events()).hasSize(2);
        log.appended(batch).forEach(Pausable::resume);
        assertThat(resumed).hasValue(1);
        assertThat(log.heldBytes()).isZero();
        assertThat(log.isEmpty()).isTrue();
    }

    @Test
    void offerLast_pastTheLimit_isTakenAndNobodyIsResumed() {
        var log = new PartitionLog(0, 2000);
        assertThat(log.offerLast(message(1000))).isEqualTo(Offer.QUEUED);
        assertThat(log.offerLast(message(1000))).isEqualTo(Offer.FULL);
        AppendBatch batch = next(log).orElseThrow();
        assertThat(batch.events()).hasSize(2);
        assertThat(log.appended(batch)).isEmpty();
    }

    @Test
    void appended_stillOverHalf_resumesNobody() {
        var log = new PartitionLog(0, 200_000);
        offer(log, 90_000, 90_000);
        assertThat(log.offer(message(90_000), source)).isEqualTo(Offer.FULL);
        assertThat(log.appended(next(log).orElseThrow())).isEmpty();
        assertThat(log.appended(next(log).orElseThrow())).containsExactly(source);
        assertThat(log.appended(next(log).orElseThrow())).isEmpty();
    }

    @Test
    void close_withEvents_takesAndGivesNothingMore() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1);
        AppendBatch out = next(log).orElseThrow();
        log.close();
        assertThat(log.offer(message(1), source)).isEqualTo(Offer.CLOSED);
        assertThat(log.appended(out)).isEmpty();
        assertThat(next(log)).isEmpty();
        assertThat(log.heldBytes()).isZero();
    }
}

package io.gatefarm.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.PartitionProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private static ClientEvent.Closed closed(String client) {
        return new ClientEvent.Closed(client, "gateway", 1, new CloseReason(1000, ""));
    }

    private static Optional<AppendBatch> next(PartitionLog log) {
        return log.next("gateway", 100);
    }

    private void offer(PartitionLog log, int... sizes) {
        for (int size : sizes) {
            assertThat(log.offer(message(size), source)).isEqualTo(Offer.QUEUED);
        }
    }

    /** Redis has the batch, its last entry at that id, and no worker has read. */
    private static List<Pausable> append(PartitionLog log, AppendBatch batch, String entryId) {
        long last = batch.firstSequence() + batch.events().size() - 1;
        return log.appended(new AppendReply(AppendReply.Status.OK, last, 1, "", "", entryId));
    }

    /** Appends one event after the other, the first as 1-0, the next as 2-0. */
    private void appendSingly(PartitionLog log, int count) {
        for (int i = 1; i <= count; i++) {
            offer(log, i);
            append(log, next(log).orElseThrow(), i + "-0");
        }
    }

    private static List<Pausable> finished(PartitionLog log, String position, String unfinished) {
        return log.finished(new PartitionProgress("worker", position, unfinished, 0));
    }

    /** First sequences of what is appended until nothing is left. */
    private static List<Long> appendAll(PartitionLog log, boolean again) {
        List<Long> firsts = new ArrayList<>();
        for (var batch = next(log); batch.isPresent(); batch = next(log)) {
            assertThat(batch.get().again()).isEqualTo(again);
            firsts.add(batch.get().firstSequence());
            append(log, batch.get(), (100 + firsts.size()) + "-0");
        }
        return firsts;
    }

    // ---- batches

    @Test
    void next_whileABatchIsOut_isEmpty() {
        var log = new PartitionLog(3, LIMIT);
        offer(log, 1);
        AppendBatch first = next(log).orElseThrow();
        offer(log, 1, 1);
        assertThat(next(log)).isEmpty();
        append(log, first, "1-0");
        AppendBatch second = next(log).orElseThrow();
        assertThat(first.partition()).isEqualTo(3);
        assertThat(first.firstSequence()).isEqualTo(1);
        assertThat(second.firstSequence()).isEqualTo(2);
        assertThat(second.oldestHeld()).isEqualTo(1); // nothing is taken for handled
        assertThat(second.events()).hasSize(2);
        assertThat(second.again()).isFalse();
    }

    @Test
    void next_manyEvents_takes64() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, new int[100]);
        AppendBatch first = next(log).orElseThrow();
        assertThat(first.events()).hasSize(64);
        append(log, first, "1-0");
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
            append(log, batch, i + "-0");
        }
        assertThat(sizes).containsExactly(2, 1, 1);
        assertThat(next(log).orElseThrow().firstSequence()).isEqualTo(5);
    }

    @Test
    void again_afterAFailure_isTheSameBatchMarked() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1, 1);
        AppendBatch first = next(log).orElseThrow();
        offer(log, 1);
        log.failed();
        AppendBatch again = log.again("gateway", 100).orElseThrow();
        assertThat(again.events()).isEqualTo(first.events());
        assertThat(again.firstSequence()).isEqualTo(1);
        assertThat(again.again()).isTrue();
    }

    @Test
    void again_notTakenByRedis_isNotMarked() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1);
        AppendBatch first = next(log).orElseThrow();
        assertThat(log.again("gateway", 100)).contains(first);
    }

    // ---- what is finished

    @Test
    void finished_positionPastThem_forgetsThem() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 3);
        assertThat(log.isEmpty()).isTrue();
        assertThat(log.isFinished()).isFalse();
        finished(log, "2-0", "");
        offer(log, 1);
        assertThat(next(log).orElseThrow().oldestHeld()).isEqualTo(3);
    }

    @Test
    void finished_behindAnUnfinishedOne_keepsThem() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 3);
        finished(log, "3-0", "2-0,2-5");
        offer(log, 1);
        AppendBatch fourth = next(log).orElseThrow();
        assertThat(fourth.oldestHeld()).isEqualTo(2);
        append(log, fourth, "4-0");
        finished(log, "4-0", "");
        assertThat(log.isFinished()).isTrue();
        assertThat(log.heldBytes()).isZero();
    }

    @Test
    void finished_sameMillisecond_comparesNumbers() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1);
        append(log, next(log).orElseThrow(), "7-10");
        finished(log, "7-9", "");
        assertThat(log.isFinished()).isFalse();
        finished(log, "7-10", "");
        assertThat(log.isFinished()).isTrue();
    }

    @Test
    void isOwned_noWorkerHasThePartition_isFalse() {
        var log = new PartitionLog(0, LIMIT);
        assertThat(log.isOwned()).isTrue();
        log.finished(new PartitionProgress("", "", "", 0));
        assertThat(log.isOwned()).isFalse();
    }

    // ---- what Redis loses

    @Test
    void gap_afterALoss_appendsAgainFromThereAndMarksOnlyThose() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 4);
        offer(log, 1);
        AppendBatch fifth = next(log).orElseThrow();
        assertThat(log.gap(2)).isTrue();
        AppendBatch third = next(log).orElseThrow();
        assertThat(third.firstSequence()).isEqualTo(3);
        assertThat(third.again()).isTrue();
        append(log, third, "11-0");
        AppendBatch fourth = next(log).orElseThrow();
        assertThat(fourth.again()).isTrue();
        append(log, fourth, "12-0");
        assertThat(next(log)).contains(fifth);
    }

    @Test
    void gap_withNothingToAppendAgain_keepsTheBatchOut() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1);
        AppendBatch first = next(log).orElseThrow();
        assertThat(log.gap(0)).isFalse();
        assertThat(next(log)).isEmpty();
        assertThat(log.again("gateway", 100)).contains(first);
    }

    @Test
    void rewind_afterTotalLoss_appendsAllThatIsNotFinishedAgain() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 4);
        finished(log, "1-0", "");
        log.rewind(0);
        assertThat(log.acknowledged()).isZero();
        assertThat(next(log).orElseThrow().oldestHeld()).isEqualTo(2);
        log.failed();
        log.rewind(0);
        append(log, log.again("gateway", 100).orElseThrow(), "9-0");
        assertThat(appendAll(log, true)).containsExactly(3L, 4L);
    }

    @Test
    void rewind_idsAboveTheGap_areForgotten() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 2);
        log.rewind(1);
        finished(log, "2-0", ""); // that id is another event's now
        assertThat(appendAll(log, true)).containsExactly(2L);
        assertThat(log.isFinished()).isFalse();
        finished(log, "101-0", "");
        assertThat(log.isFinished()).isTrue();
    }

    @Test
    void appended_rewoundMeanwhile_isSentAgainAfterTheOlder() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 2);
        offer(log, 1);
        AppendBatch third = next(log).orElseThrow();
        log.rewind(1);
        append(log, third, "3-0");
        assertThat(appendAll(log, true)).first().isEqualTo(2L);
    }

    @Test
    void rewind_withEventsWaiting_keepsTheOrder() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 2);
        offer(log, 7);
        log.rewind(0);
        List<Integer> sizes = new ArrayList<>();
        for (var batch = next(log); batch.isPresent(); batch = next(log)) {
            for (ClientEvent event : batch.get().events()) {
                sizes.add(((ClientEvent.Received) event).message().length());
            }
            append(log, batch.get(), "9-" + sizes.size());
        }
        assertThat(sizes).containsExactly(1, 2, 7);
    }

    @Test
    void acknowledged_afterARewindWithNothingHeld_isWhatRedisHas() {
        var log = new PartitionLog(0, LIMIT);
        appendSingly(log, 3);
        finished(log, "3-0", "");
        assertThat(log.acknowledged()).isEqualTo(3);
        log.rewind(1);
        assertThat(log.acknowledged()).isEqualTo(1);
        assertThat(next(log)).isEmpty();
        appendSingly(log, 1);
        assertThat(log.acknowledged()).isEqualTo(4);
    }

    @Test
    void offerAgain_amongWaitingEvents_isNumberedAndMarked() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1);
        AppendBatch first = next(log).orElseThrow();
        offer(log, 2);
        log.offerAgain(List.of(closed("ghost")));
        append(log, first, "1-0");
        AppendBatch ghost = next(log).orElseThrow();
        assertThat(ghost.again()).isTrue();
        assertThat(ghost.firstSequence()).isEqualTo(2);
        append(log, ghost, "2-0");
        AppendBatch second = next(log).orElseThrow();
        assertThat(second.again()).isFalse();
        assertThat(second.firstSequence()).isEqualTo(3);
    }

    @Test
    void collect_opensAndCloses_areThoseRedisDoesNotHave() {
        var handshake = new Handshake("/", "", Map.of(), "", "127.0.0.1", 1);
        var log = new PartitionLog(0, LIMIT);
        var unused = log.offerLast(new ClientEvent.Opened("known", "gateway", 1, handshake));
        append(log, next(log).orElseThrow(), "1-0");
        unused = log.offerLast(closed("lost"));
        append(log, next(log).orElseThrow(), "2-0");
        log.rewind(0);
        unused = log.offerLast(new ClientEvent.Opened("new", "gateway", 1, handshake));
        var unappended = new Unappended();
        log.collect(unappended);
        assertThat(unappended.hasOpenOf("new")).isTrue();
        assertThat(unappended.hasOpenOf("known")).isFalse(); // its handlers may have run
        assertThat(unappended.hasCloseOf("lost")).isTrue();
        assertThat(unappended.hasCloseOf("known")).isFalse();
    }

    // ---- an event that takes long

    /** Events 2 to 5 are finished, 1 is not, and nothing of the finished ones is kept but their place. */
    private PartitionLog hollow() {
        var log = new PartitionLog(0, 2000);
        for (int i = 1; i <= 5; i++) {
            offer(log, 200 + i);
            append(log, next(log).orElseThrow(), i + "-0");
        }
        finished(log, "5-0", "1-0");
        assertThat(log.heldBytes()).isEqualTo(128 + 201);
        return log;
    }

    @Test
    void finished_behindAnEventThatTakesLong_freesTheOthers() {
        var log = hollow();
        assertThat(log.isFinished()).isFalse();
        offer(log, 6);
        AppendBatch sixth = next(log).orElseThrow();
        assertThat(sixth.oldestHeld()).isEqualTo(1);
        assertThat(sixth.follows()).isEqualTo(5);
        append(log, sixth, "6-0");
        finished(log, "6-0", "");
        assertThat(log.isFinished()).isTrue();
        assertThat(log.heldBytes()).isZero();
    }

    @Test
    void rewind_overFinishedOnes_leavesThemOutForGood() {
        var log = hollow();
        offer(log, 6);
        append(log, next(log).orElseThrow(), "6-0");
        log.rewind(0);
        AppendBatch first = next(log).orElseThrow();
        assertThat(first.firstSequence()).isEqualTo(1);
        append(log, first, "11-0");
        AppendBatch sixth = next(log).orElseThrow();
        assertThat(sixth.firstSequence()).isEqualTo(6);
        assertThat(sixth.follows()).isEqualTo(1);
        log.rewind(0); // once more: Redis must have the first before the sixth
        append(log, sixth, "12-0");
        first = next(log).orElseThrow();
        assertThat(first.firstSequence()).isEqualTo(1);
        append(log, first, "21-0");
        assertThat(next(log).orElseThrow().follows()).isEqualTo(1);
    }

    @Test
    void rewind_withFinishedOnesLast_waitsForWhatFollows() {
        var log = hollow();
        log.rewind(1);
        assertThat(next(log)).isEmpty();
        assertThat(log.isEmpty()).isTrue();
        offer(log, 6);
        AppendBatch sixth = next(log).orElseThrow();
        assertThat(sixth.firstSequence()).isEqualTo(6);
        assertThat(sixth.follows()).isEqualTo(1);
        assertThat(sixth.again()).isFalse();
    }

    @Test
    void finished_someOfTheUnfinishedBetween_keepsThose() {
        var log = new PartitionLog(0, 2000);
        for (int i = 1; i <= 5; i++) {
            offer(log, 200);
            append(log, next(log).orElseThrow(), i + "-0");
        }
        finished(log, "4-0", "1-0,3-0");
        assertThat(log.heldBytes()).isEqualTo(3 * 328);
        log.rewind(0);
        assertThat(appendAll(log, true)).containsExactly(1L, 3L, 5L);
    }

    // ---- bounds

    @Test
    void offer_pastTheLimit_isTakenAndSaysFullUntilItIsFinished() {
        var log = new PartitionLog(0, 2000);
        offer(log, 1000);
        assertThat(log.offer(message(1000), source)).isEqualTo(Offer.FULL);
        assertThat(log.heldBytes()).isGreaterThan(2000);
        AppendBatch batch = next(log).orElseThrow();
        assertThat(batch.events()).hasSize(2);
        assertThat(append(log, batch, "1-0")).isEmpty();
        assertThat(log.isHoldingUp()).isTrue();
        finished(log, "1-0", "").forEach(Pausable::resume);
        assertThat(resumed).hasValue(1);
        assertThat(log.heldBytes()).isZero();
        assertThat(log.isHoldingUp()).isFalse();
    }

    @Test
    void offerLast_pastTheLimit_isTakenAndNobodyIsResumed() {
        var log = new PartitionLog(0, 2000);
        assertThat(log.offerLast(message(1000))).isEqualTo(Offer.QUEUED);
        assertThat(log.offerLast(message(1000))).isEqualTo(Offer.FULL);
        AppendBatch batch = next(log).orElseThrow();
        assertThat(batch.events()).hasSize(2);
        append(log, batch, "1-0");
        assertThat(finished(log, "1-0", "")).isEmpty();
    }

    @Test
    void finished_stillOverHalf_resumesNobody() {
        var log = new PartitionLog(0, 200_000);
        offer(log, 90_000, 90_000);
        assertThat(log.offer(message(90_000), source)).isEqualTo(Offer.FULL);
        for (int i = 1; i <= 3; i++) {
            append(log, next(log).orElseThrow(), i + "-0");
        }
        assertThat(finished(log, "1-0", "")).isEmpty();
        assertThat(finished(log, "2-0", "")).containsExactly(source);
        assertThat(finished(log, "3-0", "")).isEmpty();
    }

    @Test
    void close_withEvents_takesAndGivesNothingMore() {
        var log = new PartitionLog(0, LIMIT);
        offer(log, 1);
        AppendBatch out = next(log).orElseThrow();
        log.close();
        assertThat(log.offer(message(1), source)).isEqualTo(Offer.CLOSED);
        assertThat(append(log, out, "1-0")).isEmpty();
        assertThat(next(log)).isEmpty();
        assertThat(log.heldBytes()).isZero();
    }
}

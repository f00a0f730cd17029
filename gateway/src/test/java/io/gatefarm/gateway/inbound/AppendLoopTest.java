package io.gatefarm.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.PartitionProgress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One loop against a scripted stream. */
class AppendLoopTest {
    private static final int LIMIT = 2000;
    private static final AppendReply OK = new AppendReply(AppendReply.Status.OK, 1, 0, "1-0", "", "1-0");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PartitionLog events = new PartitionLog(0, LIMIT);
    private final List<AppendBatch> sent = new CopyOnWriteArrayList<>();
    private final List<AppendReply.Status> refused = new CopyOnWriteArrayList<>();
    private final AtomicInteger resumed = new AtomicInteger();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** What workers have finished. */
    private volatile PartitionProgress progress = new PartitionProgress("worker", "", "", 100);

    private AppendLoop loop(Function<AppendBatch, CompletableFuture<AppendReply>> appends) {
        var sink = new Forwarder.Sink(new GatewayMetrics(new SimpleMeterRegistry()), refused::add);
        return new AppendLoop(
                events,
                new AppendLoop.Stream() {
                    @Override
                    public CompletableFuture<AppendReply> append(AppendBatch batch) {
                        sent.add(batch);
                        return appends.apply(batch);
                    }

                    @Override
                    public CompletableFuture<PartitionProgress> progress() {
                        return CompletableFuture.completedFuture(progress);
                    }
                },
                "gateway",
                100,
                timer,
                sink);
    }

    private Offer offer(int bytes, Pausable source) {
        return events.offer(new ClientEvent.Received("client", "gateway", 1, Message.binary(new byte[bytes])), source);
    }

    @Test
    void appended_aSourceFailsToResume_resumesTheOthersAndAppendsOn() {
        var first = new CompletableFuture<AppendReply>();
        var loop = loop(batch -> sent.size() == 1 ? first : CompletableFuture.completedFuture(OK));
        assertThat(offer(LIMIT, () -> {
                    throw new IllegalStateException("cannot go on");
                }))
                .isEqualTo(Offer.FULL);
        assertThat(offer(1, resumed::incrementAndGet)).isEqualTo(Offer.FULL);
        loop.pump();
        var unused = events.offerLast(new ClientEvent.Received("client", "gateway", 1, Message.text("next")));
        first.complete(OK);
        assertThat(resumed).hasValue(1);
        assertThat(sent).hasSize(2);
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void append_throwsAtOnce_isSentAgain() {
        var loop = loop(batch -> {
            if (sent.size() == 1) {
                throw new IllegalStateException("not sent");
            }
            return CompletableFuture.completedFuture(OK);
        });
        assertThat(offer(1, resumed::incrementAndGet)).isEqualTo(Offer.QUEUED);
        loop.pump();
        await().until(events::isEmpty);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).events()).isEqualTo(sent.get(0).events());
        assertThat(sent.get(1).again()).isTrue(); // who knows
    }

    @Test
    void clients_waitForWorkers_areResumedWhenThoseHaveFinished() {
        var loop = loop(batch ->
                CompletableFuture.completedFuture(new AppendReply(AppendReply.Status.OK, 1, 1, "", "", "7-0")));
        assertThat(offer(LIMIT, resumed::incrementAndGet)).isEqualTo(Offer.FULL);
        loop.pump();
        assertThat(events.isEmpty()).isTrue();
        assertThat(resumed).hasValue(0);
        progress = new PartitionProgress("worker", "7-0", "", 100);
        await().until(() -> resumed.get() == 1);
        assertThat(events.isFinished()).isTrue();
    }

    @Test
    void look_redisHasLostWhatClientsWaitFor_appendsItAgainWhateverThePositionSays() {
        var loop = loop(batch ->
                CompletableFuture.completedFuture(new AppendReply(AppendReply.Status.OK, 1, 1, "", "", "7-0")));
        progress = new PartitionProgress("worker", "9-0", "", 0);
        assertThat(offer(LIMIT, resumed::incrementAndGet)).isEqualTo(Offer.FULL);
        loop.pump();

        await().until(() -> sent.size() >= 2);
        assertThat(sent.get(1).firstSequence()).isEqualTo(1);
        assertThat(sent.get(1).again()).isTrue();
        assertThat(refused).contains(AppendReply.Status.GAP);
        assertThat(resumed).hasValue(0);
    }

    @Test
    void gap_afterALoss_appendsTheLostOnesFirst() {
        var answers = new ArrayDeque<>(List.of(
                new AppendReply(AppendReply.Status.OK, 1, 1, "", "", "1-0"),
                new AppendReply(AppendReply.Status.GAP, 0, 0, "", "", ""),
                new AppendReply(AppendReply.Status.OK, 1, 1, "", "", "2-0"),
                new AppendReply(AppendReply.Status.OK, 2, 2, "", "", "3-0")));
        var loop = loop(batch -> CompletableFuture.completedFuture(answers.remove()));
        assertThat(offer(1, resumed::incrementAndGet)).isEqualTo(Offer.QUEUED);
        loop.pump();
        assertThat(offer(2, resumed::incrementAndGet)).isEqualTo(Offer.QUEUED);
        loop.pump();
        assertThat(sent.stream().map(AppendBatch::firstSequence)).containsExactly(1L, 2L, 1L, 2L);
        assertThat(sent.stream().map(AppendBatch::again)).containsExactly(false, false, true, false);
        assertThat(refused).containsExactly(AppendReply.Status.GAP);
    }
}

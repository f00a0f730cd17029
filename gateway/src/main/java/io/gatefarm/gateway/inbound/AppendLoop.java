package io.gatefarm.gateway.inbound;

import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.PartitionProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends one partition's log, a batch at a time; what collects during an append is the next batch, so batches are as large as
 * the load makes them. A batch whose append failed is sent again as it was, and the script leaves out what it has already. What
 * Redis turns out to have lost is appended again. Each answer tells what workers have finished; while clients wait for that and
 * nothing is appended, Redis is asked.
 */
final class AppendLoop {
    private static final Logger log = LoggerFactory.getLogger(AppendLoop.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LAST_PAUSE_MS = 1000;
    private static final long FULL_PAUSE_MS = 100;
    private static final long LOOK_PAUSE_MS = 100;

    private final PartitionLog events;
    private final Stream stream;
    private final String gatewayId;
    private final long lagLimit;
    private final ScheduledExecutorService timer;
    private final Forwarder.Sink sink;

    /** Failed appends in a row. */
    private final AtomicInteger failures = new AtomicInteger();

    /** A look at the partition is under way or soon to be. */
    private final AtomicBoolean looking = new AtomicBoolean();

    /** The partition's stream in Redis. */
    interface Stream {
        CompletionStage<AppendReply> append(AppendBatch batch);

        /** How far the workers are. */
        CompletionStage<PartitionProgress> progress();
    }

    AppendLoop(
            PartitionLog events,
            Stream stream,
            String gatewayId,
            long lagLimit,
            ScheduledExecutorService timer,
            Forwarder.Sink sink) {
        this.events = events;
        this.stream = stream;
        this.gatewayId = gatewayId;
        this.lagLimit = lagLimit;
        this.timer = timer;
        this.sink = sink;
    }

    PartitionLog log() {
        return events;
    }

    void pump() {
        events.next(gatewayId, lagLimit).ifPresent(this::append);
    }

    private void append(AppendBatch batch) {
        if (events.isClosed()) {
            return;
        }
        if (batch.again()) {
            sink.metrics().again(batch.events().size());
        }
        long start = System.nanoTime();
        var unused = send(batch).whenComplete((reply, failure) -> {
            sink.metrics().appendTook(Duration.ofNanos(System.nanoTime() - start));
            onReply(batch, reply, failure);
        });
    }

    /** The answer, also to an append that failed before it left. */
    private CompletionStage<AppendReply> send(AppendBatch batch) {
        try {
            return stream.append(batch);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void onReply(AppendBatch batch, @Nullable AppendReply reply, @Nullable Throwable failure) {
        if (reply == null) {
            onFailure(batch, failure);
            return;
        }
        sink.metrics().appendAnswered(reply.status(), batch.events().size());
        switch (reply.status()) {
            case OK -> {
                failures.set(0);
                try {
                    resume(events.appended(reply));
                } finally {
                    pump();
                    watch();
                }
            }
            case FULL -> again(FULL_PAUSE_MS);
            case GAP -> onGap(reply);
            case UNKNOWN -> {
                sink.refused().accept(reply.status());
                again(FULL_PAUSE_MS); // until it is known again, or fenced
            }
            case FENCED -> sink.refused().accept(reply.status());
        }
    }

    private void onGap(AppendReply reply) {
        log.warn("Redis has lost events of partition {} after sequence {}", events.partition(), reply.lastSequence());
        sink.refused().accept(reply.status());
        if (events.gap(reply.lastSequence())) {
            pump();
        } else {
            again(FULL_PAUSE_MS);
        }
    }

    /** Redis has nothing after this sequence. */
    void rewind(long last) {
        log.warn("Redis has lost events of partition {} after sequence {}", events.partition(), last);
        events.rewind(last);
        pump();
    }

    /** Looks whether workers have finished something, unless everything is. */
    void look() {
        if (!events.isFinished() && looking.compareAndSet(false, true)) {
            lookNow();
        }
    }

    /** Looks again and again while clients wait. */
    private void watch() {
        if (events.isHoldingUp() && looking.compareAndSet(false, true)) {
            schedule(this::lookNow, LOOK_PAUSE_MS);
        }
    }

    private void lookNow() {
        long acknowledged = events.acknowledged(); // before Redis is asked: it may have more by the answer
        CompletionStage<PartitionProgress> progress;
        try {
            progress = stream.progress();
        } catch (RuntimeException e) {
            progress = CompletableFuture.failedFuture(e);
        }
        var unused = progress.whenComplete((now, failure) -> {
            looking.set(false);
            if (now != null && now.appended() < acknowledged) {
                sink.refused().accept(AppendReply.Status.GAP);
                rewind(now.appended());
            } else if (now != null) {
                resume(events.finished(now));
            }
            watch();
        });
    }

    /** One source that cannot go on does not keep the others waiting. */
    private void resume(List<Pausable> sources) {
        for (Pausable source : sources) {
            try {
                source.resume();
            } catch (RuntimeException e) {
                sink.metrics().receiverFailed();
                log.warn("resuming a client of partition {} failed", events.partition(), e);
            }
        }
    }

    private void onFailure(AppendBatch batch, @Nullable Throwable failure) {
        sink.metrics().appendFailed();
        events.failed();
        int failed = failures.getAndIncrement();
        if (failed == 0 && !events.isClosed()) {
            log.warn("append to partition {} failed, sending it again: {}", batch.partition(), String.valueOf(failure));
        }
        again(Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failed, 10)));
    }

    private void again(long pauseMs) {
        schedule(() -> events.again(gatewayId, lagLimit).ifPresent(this::append), pauseMs);
    }

    private void schedule(Runnable action, long pauseMs) {
        try {
            var unused = timer.schedule(action, pauseMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the gateway has stopped", e);
        }
    }
}

package io.gatefarm.gateway.inbound;

import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends one partition's log, a batch at a time; what collects during an append is the next batch, so batches are as large as
 * the load makes them. A batch whose append failed is sent again as it was, and the script leaves out what it has already.
 */
final class AppendLoop {
    private static final Logger log = LoggerFactory.getLogger(AppendLoop.class);
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LAST_PAUSE_MS = 1000;
    private static final long FULL_PAUSE_MS = 100;

    private final PartitionLog events;
    private final Function<AppendBatch, ? extends CompletionStage<AppendReply>> stream;
    private final String gatewayId;
    private final long lagLimit;
    private final ScheduledExecutorService timer;
    private final Forwarder.Sink sink;

    /** Failed appends in a row. */
    private final AtomicInteger failures = new AtomicInteger();

    /** @param stream appends a batch to the partition's stream in Redis */
    AppendLoop(
            PartitionLog events,
            Function<AppendBatch, ? extends CompletionStage<AppendReply>> stream,
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
        long start = System.nanoTime();
        var unused = send(batch).whenComplete((reply, failure) -> {
            sink.metrics().appendTook(Duration.ofNanos(System.nanoTime() - start));
            onReply(batch, reply, failure);
        });
    }

    /** The answer, also to an append that failed before it left. */
    private CompletionStage<AppendReply> send(AppendBatch batch) {
        try {
            return stream.apply(batch);
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
        sink.metrics().lag(batch.partition(), reply.lag());
        switch (reply.status()) {
            case OK -> {
                failures.set(0);
                try {
                    resume(events.appended(batch));
                } finally {
                    pump();
                }
            }
            case FULL -> again(batch, FULL_PAUSE_MS);
            case GAP, FENCED, UNKNOWN -> sink.refused().accept(reply.status());
        }
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
        int failed = failures.getAndIncrement();
        if (failed == 0 && !events.isClosed()) {
            log.warn("append to partition {} failed, sending it again: {}", batch.partition(), String.valueOf(failure));
        }
        again(batch, Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failed, 10)));
    }

    private void again(AppendBatch batch, long pauseMs) {
        try {
            var unused = timer.schedule(() -> append(batch), pauseMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("the gateway has stopped", e);
        }
    }
}

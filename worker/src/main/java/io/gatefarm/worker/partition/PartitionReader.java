package io.gatefarm.worker.partition;

import io.gatefarm.redis.stream.InboundReader;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads: one blocking read over all partitions that have room, and the next as soon as its entries are handed on. It runs on the
 * Redis I/O thread that brings the entries, which saves two thread hand-overs per read; nothing here blocks. Back-pressure: a
 * partition whose consumer is full is left out until it has room again, and its events wait in Redis.
 */
final class PartitionReader {
    private static final Logger log = LoggerFactory.getLogger(PartitionReader.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    /** While a partition is left out: a wake-up that comes before the read has begun is lost, and this bounds the delay. */
    private static final Duration SHORT_BLOCK = Duration.ofMillis(20);

    private static final Duration NOTHING_TO_READ = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final InboundReader reader;
    private final Map<Integer, PartitionConsumer> consumers;
    private final int count;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;
    /** Owned by the chain of reads. */
    private boolean failing;

    /**
     * @param consumers by partition; others put in and take out
     * @param timer for pauses; must not be held up
     * @param reconnected runs on an I/O thread after the reader's connection was lost and is back, before it brings an entry
     */
    PartitionReader(
            InboundStream stream,
            Map<Integer, PartitionConsumer> consumers,
            int count,
            ScheduledExecutorService timer,
            Runnable reconnected) {
        this.reader = stream.reader(reconnected);
        this.consumers = consumers;
        this.count = count;
        this.timer = timer;
    }

    /** Begins the chain of reads, which goes on until {@link #stop}. */
    void start() {
        readNext();
    }

    private void readNext() {
        if (stopped) {
            reader.close();
            ended.complete(null);
            return;
        }
        try {
            read();
        } catch (RuntimeException e) {
            failed(e); // else nothing would ever be read again
        }
    }

    private void read() {
        Map<Integer, PartitionConsumer> asked = new HashMap<>();
        Map<Integer, String> positions = new HashMap<>();
        boolean leftOut = false;
        for (PartitionConsumer consumer : consumers.values()) {
            var from = consumer.readFrom();
            if (from.isPresent()) {
                asked.put(consumer.partition(), consumer);
                positions.put(consumer.partition(), from.get());
            } else {
                leftOut = true;
            }
        }
        if (positions.isEmpty()) {
            pause(NOTHING_TO_READ);
            return;
        }
        reader.readAsync(positions, count, leftOut ? SHORT_BLOCK : BLOCK).whenComplete((entries, failure) -> {
            if (failure == null) {
                failing = false;
                handOn(asked, entries);
                readNext();
            } else {
                failed(failure);
            }
        });
    }

    private void handOn(Map<Integer, PartitionConsumer> asked, List<StreamEntry> entries) {
        for (StreamEntry entry : entries) {
            // the consumer that was asked, not the one of now: that may have another position
            PartitionConsumer consumer = asked.get(entry.partition());
            try {
                if (consumer != null) {
                    consumer.take(entry);
                }
            } catch (RuntimeException e) {
                log.error("entry {} of partition {} was not handed on", entry.id(), entry.partition(), e);
            }
        }
    }

    private void failed(Throwable failure) {
        if (!failing && !stopped) {
            log.warn("reading failed, is tried again: {}", failure.getMessage());
        }
        failing = true;
        pause(AFTER_FAILURE);
    }

    private void pause(Duration time) {
        try {
            timer.schedule(this::readNext, time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            ended.complete(null); // the worker has stopped
        }
    }

    /** Makes it look again at what it should read. Any thread. */
    void wake() {
        reader.wake();
    }

    /** Ends the reading soon. Any thread; the stage completes when no read is under way. */
    CompletableFuture<Void> stop() {
        stopped = true;
        reader.wake();
        return ended;
    }
}

package io.gatefarm.worker.partition;

import io.gatefarm.redis.stream.InboundReader;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads: one blocking read over all partitions that have room. Back-pressure: a partition whose consumer is
 * full is left out until it has room again, and its events wait in Redis.
 */
final class PartitionReader implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(PartitionReader.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    /** While a partition is left out: a wake-up that comes before the read has begun is lost, and this bounds the delay. */
    private static final Duration SHORT_BLOCK = Duration.ofMillis(20);

    private static final long NOTHING_TO_READ_NS = Duration.ofMillis(20).toNanos();
    private static final long AFTER_FAILURE_NS = Duration.ofMillis(200).toNanos();

    private final InboundReader reader;
    private final Map<Integer, PartitionConsumer> consumers;
    private final BiConsumer<PartitionConsumer, StreamEntry> dispatch;
    private final int count;
    private volatile boolean stopped;

    /** @param consumers by partition; others put in and take out */
    PartitionReader(
            InboundStream stream,
            Map<Integer, PartitionConsumer> consumers,
            int count,
            BiConsumer<PartitionConsumer, StreamEntry> dispatch) {
        this.reader = stream.reader(() -> {});
        this.consumers = consumers;
        this.count = count;
        this.dispatch = dispatch;
    }

    @Override
    public void run() {
        boolean failing = false;
        while (!stopped) {
            try {
                readOnce();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing && !stopped) {
                    log.warn("reading failed, is tried again: {}", e.getMessage());
                }
                failing = true;
                LockSupport.parkNanos(AFTER_FAILURE_NS);
            }
        }
        reader.close();
    }

    private void readOnce() {
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
            LockSupport.parkNanos(NOTHING_TO_READ_NS);
            return;
        }
        for (StreamEntry entry : reader.read(positions, count, leftOut ? SHORT_BLOCK : BLOCK)) {
            // the consumer that was asked, not the one of now: that may have another position
            PartitionConsumer consumer = asked.get(entry.partition());
            if (consumer != null && consumer.take(entry)) {
                dispatch.accept(consumer, entry);
            }
        }
    }

    /** Makes the thread look again at what it should read. Any thread. */
    void wake() {
        reader.wake();
    }

    /** Ends the thread soon. Any thread. */
    void stop() {
        stopped = true;
        reader.wake();
    }
}

package io.gatefarm.redis.overview;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams' lags as they were read lately, for those who ask often and must not wait. {@link #refresh} is called every second
 * or two; one reading is under way at most. Thread-safe.
 */
public final class StreamLags {
    private static final Logger log = LoggerFactory.getLogger(StreamLags.class);
    /** An older reading says nothing. */
    private static final long VALID_NS = Duration.ofSeconds(10).toNanos();

    private final FarmOverview overview;
    private final int partitions;
    private final LongSupplier nanoTime;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile @Nullable Seen last;

    private record Seen(List<StreamReading> streams, long atNs) {}

    /** @param nanoTime as {@link System#nanoTime} */
    public StreamLags(FarmOverview overview, int partitions, LongSupplier nanoTime) {
        this.overview = overview;
        this.partitions = partitions;
        this.nanoTime = nanoTime;
    }

    public int partitions() {
        return partitions;
    }

    /** Has the streams read, unless that is being done. Neither blocks nor fails. */
    public void refresh() {
        if (!reading.compareAndSet(false, true)) {
            return;
        }
        try {
            var unused = overview.streams(partitions).whenComplete((streams, failure) -> {
                reading.set(false);
                if (streams != null) {
                    last = new Seen(streams, nanoTime.getAsLong());
                }
            });
        } catch (RuntimeException e) {
            reading.set(false);
            log.debug("streams are read again", e);
        }
    }

    /** Events of the partition that no worker has read; not a number when Redis has not said so lately. */
    public double lag(int partition) {
        Seen seen = valid();
        return seen == null ? Double.NaN : seen.streams.get(partition).lag();
    }

    /** Partitions that no worker's lease covers; not a number when Redis has not said so lately. */
    public double withoutOwner() {
        Seen seen = valid();
        return seen == null
                ? Double.NaN
                : seen.streams.stream().filter(stream -> !stream.owned()).count();
    }

    private @Nullable Seen valid() {
        Seen seen = last;
        return seen == null || nanoTime.getAsLong() - seen.atNs > VALID_NS ? null : seen;
    }
}

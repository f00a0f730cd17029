package io.gatefarm.redis.overview;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * The streams' lags as they were read lately, for those who ask often and must not wait. {@link #refresh} is called every second
 * or two; it reads as long as somebody has asked within two minutes. Thread-safe.
 */
public final class StreamLags {
    private final int partitions;
    private final Recent<List<StreamReading>> streams;

    /** @param nanoTime as {@link System#nanoTime} */
    public StreamLags(FarmOverview overview, int partitions, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.streams = new Recent<>(() -> overview.streams(partitions), nanoTime);
    }

    public int partitions() {
        return partitions;
    }

    /** Has the streams read, unless that is being done or nobody wants to know. Neither blocks nor fails. */
    public void refresh() {
        streams.refresh();
    }

    /** Events of the partition that no worker has read; not a number when Redis has not said so lately. */
    public double lag(int partition) {
        return streams.value().map(all -> (double) all.get(partition).lag()).orElse(Double.NaN);
    }

    /** Partitions that no worker's lease covers; not a number when Redis has not said so lately. */
    public double withoutOwner() {
        return streams.value()
                .map(all ->
                        (double) all.stream().filter(stream -> !stream.owned()).count())
                .orElse(Double.NaN);
    }
}

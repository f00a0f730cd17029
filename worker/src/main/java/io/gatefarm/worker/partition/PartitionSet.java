package io.gatefarm.worker.partition;

import io.gatefarm.redis.lease.PartitionLease;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The partitions that this worker owns. The lease keeper's thread changes it; any thread may look. */
final class PartitionSet {
    private final Map<Integer, PartitionConsumer> consumers = new ConcurrentHashMap<>();
    private final Function<PartitionLease, PartitionConsumer> begin;
    private final Runnable added;

    /**
     * @param begin makes the consumer of a partition that was taken, its unfinished events under way already
     * @param added runs after a partition has come
     */
    PartitionSet(Function<PartitionLease, PartitionConsumer> begin, Runnable added) {
        this.begin = begin;
        this.added = added;
    }

    /** A live view by partition. */
    Map<Integer, PartitionConsumer> byPartition() {
        return consumers;
    }

    void add(PartitionLease lease) {
        consumers.put(lease.partition(), begin.apply(lease));
        added.run();
    }

    /** Takes a partition out; nothing of it is started or committed after. */
    void remove(int partition) {
        PartitionConsumer gone = consumers.remove(partition);
        if (gone != null) {
            gone.fence();
        }
    }

    /** Takes out what a commit found to be lost. */
    void removeFenced() {
        consumers.values().removeIf(consumer -> consumer.state() == PartitionConsumer.State.FENCED);
    }

    /** Takes out everything. */
    void giveUp() {
        List.copyOf(consumers.keySet()).forEach(this::remove);
    }

    boolean has(int partition) {
        return consumers.containsKey(partition);
    }

    boolean isEmpty() {
        return consumers.isEmpty();
    }

    Optional<PartitionConsumer> get(int partition) {
        return Optional.ofNullable(consumers.get(partition));
    }

    Collection<PartitionConsumer> all() {
        return List.copyOf(consumers.values());
    }

    Map<Integer, String> epochs() {
        Map<Integer, String> epochs = new ConcurrentHashMap<>();
        consumers.forEach((p, consumer) -> epochs.put(p, consumer.epoch()));
        return epochs;
    }
}

package io.gatefarm.worker.partition;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.lease.LastOwner;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.stream.StreamEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The partitions that this worker owns. The lease keeper's thread changes it; any thread may look, and {@link #fenceAll}.
 */
final class PartitionSet {
    private static final String BEGINNING = "0-0";

    private final WorkContext context;
    private final Dispatch dispatch;
    private final Runnable added;
    private final Map<Integer, PartitionConsumer> consumers = new ConcurrentHashMap<>();
    private final AtomicLong connection = new AtomicLong();
    /** Owned by the lease keeper's thread. */
    private final Map<Integer, PartitionMemory> memories = new HashMap<>();

    /** @param added runs after a partition has come */
    PartitionSet(WorkContext context, Dispatch dispatch, Runnable added) {
        this.context = context;
        this.dispatch = dispatch;
        this.added = added;
    }

    /** A live view by partition. */
    Map<Integer, PartitionConsumer> byPartition() {
        return consumers;
    }

    /** Counts how often {@link #fenceAll} was called; what was asked under an older number may be answered by another Redis. */
    long connection() {
        return connection.get();
    }

    /**
     * Begins to work on a partition that was taken, or taken again: what its last owner had not finished comes first.
     *
     * @param asked {@link #connection} before it was taken
     */
    void add(PartitionLease lease, long asked) {
        int p = lease.partition();
        PartitionConsumer before = consumers.get(p);
        boolean goesOn = before != null
                && (lease.lastOwner().end() == LastOwner.End.SELF
                        || lease.position().equals(BEGINNING));
        List<StreamEntry> last = entries(p, List.of(lease.position()));
        List<StreamEntry> unfinished = entries(p, lease.unfinished());
        var memory = memories.computeIfAbsent(p, partition -> new PartitionMemory());
        boolean calm = before != null && goesOn && !before.isCareful();
        var careful = new Careful(calm ? LastOwner.NONE : lease.lastOwner(), !goesOn);
        String origin = last.stream().map(StreamEntry::origin).findFirst().orElse("");
        var consumer = new PartitionConsumer(lease, origin, memory, careful, context, dispatch);
        if (before != null) {
            before.fence();
        }
        synchronized (memory) {
            memory.taken(lease, before != null, goesOn, context.nanoTime().getAsLong());
        }
        consumer.takeUnfinished(unfinished); // before anything is read
        consumers.put(p, consumer);
        if (connection.get() != asked) {
            consumer.fence(); // to be taken again
        }
        added.run();
    }

    private List<StreamEntry> entries(int partition, List<String> ids) {
        return RedisFailures.await(
                context.stream().entries(partition, ids), context.limits().lease());
    }

    /**
     * The connection to Redis is a new one: maybe to another Redis, or one that has lost data. Nothing is read, started or
     * committed until the partitions are taken again. Any thread.
     */
    void fenceAll() {
        connection.incrementAndGet();
        consumers.values().forEach(PartitionConsumer::fence);
    }

    /** Takes a partition out; nothing of it is started or committed after. */
    void remove(int partition) {
        PartitionConsumer gone = consumers.remove(partition);
        if (gone != null) {
            gone.fence();
        }
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

    /** Those that were fenced and are to be taken again. */
    List<PartitionConsumer> fenced() {
        return consumers.values().stream()
                .filter(consumer -> consumer.state() == PartitionConsumer.State.FENCED)
                .toList();
    }

    Map<Integer, String> epochs() {
        Map<Integer, String> epochs = new ConcurrentHashMap<>();
        consumers.forEach((p, consumer) -> epochs.put(p, consumer.epoch()));
        return epochs;
    }
}

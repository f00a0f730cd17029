package io.gatefarm.redis.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.InboundStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The events of one gateway's clients: appended until Redis has them, and kept, to be appended again after Redis lost them. */
final class ClientEvents {
    private static final int LAG_LIMIT = 1_000_000;

    private final InboundStream inbound;
    private final String gatewayId;

    @GuardedBy("this")
    private final Map<Integer, List<ClientEvent>> byPartition = new HashMap<>();

    ClientEvents(InboundStream inbound, String gatewayId) {
        this.inbound = inbound;
        this.gatewayId = gatewayId;
    }

    /** Returns when Redis has them. */
    synchronized void append(List<ClientEvent> events) {
        Set<Integer> partitions = new TreeSet<>();
        Map<Integer, Integer> firsts = new HashMap<>();
        for (ClientEvent event : events) {
            int partition = ClientIds.partitionOf(event.clientId());
            List<ClientEvent> all = byPartition.computeIfAbsent(partition, p -> new ArrayList<>());
            if (partitions.add(partition)) {
                firsts.put(partition, all.size());
            }
            all.add(event);
        }
        firsts.forEach(
                (partition, first) -> appendFrom(partition, byPartition.getOrDefault(partition, List.of()), first));
    }

    private void appendFrom(int partition, List<ClientEvent> all, int first) {
        long deadlineNs = System.nanoTime() + TestGateway.PATIENCE.toNanos();
        int next = first;
        while (next < all.size()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("not appended within " + TestGateway.PATIENCE + ": " + all.get(next));
            }
            next = appendBatch(partition, all, next);
        }
    }

    /** Returns where to go on. */
    private int appendBatch(int partition, List<ClientEvent> all, int from) {
        int to = Math.min(all.size(), from + AppendBatch.MAX_EVENTS);
        var batch = new AppendBatch(gatewayId, partition, from + 1, 1, LAG_LIMIT, all.subList(from, to));
        try {
            AppendReply reply = RedisFailures.await(inbound.append(batch), TestGateway.PATIENCE);
            return switch (reply.status()) {
                case OK -> to;
                case GAP -> Math.toIntExact(reply.lastSequence());
                case FULL, FENCED, UNKNOWN -> throw new IllegalStateException(batch + " was answered " + reply);
            };
        } catch (RedisUnavailableException e) {
            return from;
        }
    }
}

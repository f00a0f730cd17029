package io.gatefarm.gateway.inbound;

import io.gatefarm.gateway.config.InboundConfig;
import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.redis.stream.PartitionProgress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Takes the events of one gateway id's clients and appends them to the streams, each partition in order and for itself. What
 * Redis refuses, does not answer or loses is sent again until workers have finished it; only a gateway that Redis holds for dead
 * stops. Thread-safe.
 */
public final class Forwarder {
    private final AppendLoop[] loops;
    private final long limitBytes;

    /** @param timer runs the pauses before an append is sent again */
    public Forwarder(
            InboundStream stream,
            String gatewayId,
            int partitions,
            InboundConfig config,
            ScheduledExecutorService timer,
            Sink sink) {
        this.limitBytes = config.bufferBytes();
        this.loops = new AppendLoop[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            var log = new PartitionLog(partition, limitBytes / partitions);
            var one = new OneStream(stream, gatewayId, partition);
            loops[partition] = new AppendLoop(log, one, gatewayId, config.lagLimit(), timer, sink);
        }
    }

    private record OneStream(InboundStream streams, String gatewayId, int partition) implements AppendLoop.Stream {
        @Override
        public CompletionStage<AppendReply> append(AppendBatch batch) {
            return streams.append(batch);
        }

        @Override
        public CompletionStage<PartitionProgress> progress() {
            return streams.progress(gatewayId, partition);
        }
    }

    /**
     * Where appends report to.
     *
     * @param refused is told, on an I/O thread and perhaps again and again, that Redis has lost events (GAP), does not know the
     *     gateway (UNKNOWN) or takes nothing more under this id (FENCED)
     */
    public record Sink(GatewayMetrics metrics, Consumer<AppendReply.Status> refused) {}

    /**
     * Takes an event; {@link #pump} sends it. FULL takes it as well, and the source is to stop until it is resumed. Calls nobody,
     * so it may be called under a lock.
     */
    public Offer offer(int partition, ClientEvent event, Pausable source) {
        return loops[partition].log().offer(event, source);
    }

    /** Takes the last event of a client that has ended: as {@link #offer}, but nobody is to stop. */
    public Offer offerLast(int partition, ClientEvent event) {
        return loops[partition].log().offerLast(event);
    }

    /** Appends what waits in the partition, unless an append is under way, which will take it along. */
    public void pump(int partition) {
        loops[partition].pump();
    }

    /** Appends events that a worker may have seen already, of clients of this partition. */
    public void offerAgain(int partition, List<? extends ClientEvent> events) {
        for (int from = 0; from < events.size(); from += AppendBatch.MAX_EVENTS) {
            int to = Math.min(events.size(), from + AppendBatch.MAX_EVENTS);
            loops[partition].log().offerAgain(List.copyOf(events.subList(from, to)));
        }
        loops[partition].pump();
    }

    /** The last sequence of each partition that Redis said it has. */
    public long[] acknowledged() {
        long[] last = new long[loops.length];
        for (int partition = 0; partition < last.length; partition++) {
            last[partition] = loops[partition].log().acknowledged();
        }
        return last;
    }

    /**
     * Compares what Redis has with what it said it has, and appends again what it has lost.
     *
     * @param appended the last sequences that Redis has now
     * @param acknowledged as they were before Redis was asked for those
     * @return true when Redis has lost something
     */
    public boolean compare(Map<Integer, Long> appended, long[] acknowledged) {
        boolean lost = false;
        for (int partition = 0; partition < loops.length; partition++) {
            long last = appended.getOrDefault(partition, 0L);
            if (last < acknowledged[partition]) {
                loops[partition].rewind(last);
                lost = true;
            }
        }
        return lost;
    }

    /** Clients with a first or last event that Redis does not have now. Cost grows with what waits. */
    public Unappended unappended() {
        var unappended = new Unappended();
        for (AppendLoop loop : loops) {
            loop.log().collect(unappended);
        }
        return unappended;
    }

    /** Asks Redis what workers have finished; at most one read per partition is under way. */
    public void look() {
        for (AppendLoop loop : loops) {
            loop.look();
        }
    }

    /** Bytes of events that are not finished. */
    public long heldBytes() {
        long bytes = 0;
        for (AppendLoop loop : loops) {
            bytes += loop.log().heldBytes();
        }
        return bytes;
    }

    /** The share that the fullest partition uses of its part of the buffer; from 1 on its clients are not read. */
    public double fullestShare() {
        long most = 0;
        for (AppendLoop loop : loops) {
            most = Math.max(most, loop.log().heldBytes());
        }
        return (double) most * loops.length / limitBytes;
    }

    /** True when every partition together holds what it may, so that no more clients should come. */
    public boolean isFull() {
        return heldBytes() >= limitBytes;
    }

    /** True when Redis has everything. */
    public boolean isEmpty() {
        for (AppendLoop loop : loops) {
            if (!loop.log().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** True when workers have done with everything, but for partitions that no worker has. */
    public boolean isFinished() {
        for (AppendLoop loop : loops) {
            if (loop.log().isOwned() && !loop.log().isFinished()) {
                return false;
            }
        }
        return true;
    }

    /** Stops; what Redis does not have yet is thrown away. */
    public void close() {
        for (AppendLoop loop : loops) {
            loop.log().close();
        }
    }
}

package io.gatefarm.gateway.inbound;

import io.gatefarm.gateway.config.InboundConfig;
import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.gateway.flow.Pausable;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.InboundStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Takes the events of one gateway id's clients and appends them to the streams, each partition in order and for itself. What
 * Redis refuses or does not answer is sent again until it is in; only a gateway that Redis holds for dead stops.
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
            loops[partition] = new AppendLoop(log, stream::append, gatewayId, config.lagLimit(), timer, sink);
        }
    }

    /**
     * Where appends report to.
     *
     * @param refused is told, once or more and on an I/O thread, that Redis takes nothing more under this gateway id
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

    /** Bytes of events that Redis does not have yet. */
    public long heldBytes() {
        long bytes = 0;
        for (AppendLoop loop : loops) {
            bytes += loop.log().heldBytes();
        }
        return bytes;
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

    /** Stops; what Redis does not have yet is thrown away. */
    public void close() {
        for (AppendLoop loop : loops) {
            loop.log().close();
        }
    }
}

package io.gatefarm.bench.farm;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.InboundStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A gateway without sockets: registered and subscribed; counts the frames that come and throws them away. */
final class SyntheticGateway implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofHours(6);
    private static final Handshake HANDSHAKE = new Handshake("/", "", Map.of(), "", "203.0.113.7", 50_000);

    private final String id = ClientIds.randomName(new SecureRandom());
    private final InboundStream inbound;
    private final long[] appended;
    private final ChannelSubscription subscription;
    private final AtomicLong frames = new AtomicLong();

    SyntheticGateway(FarmRedis redis, int partitions) {
        this.inbound = redis.inbound();
        this.appended = new long[partitions];
        RedisFailures.await(redis.gatewayLeases().register(id, LEASE, id, "bench", partitions), PATIENCE);
        this.subscription = redis.outbound().subscribe(id, new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                frames.addAndGet(framesIn(message));
            }

            @Override
            public void toAll(byte[] message) {
                frames.addAndGet(framesIn(message));
            }
        });
    }

    /** A line of a number, then a line per frame: no payload of a benchmark has a line feed. */
    private static int framesIn(byte[] message) {
        int lines = 0;
        for (byte b : message) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines - 1;
    }

    /** Frames that have come. */
    long frames() {
        return frames.get();
    }

    /** Opens clients of one partition. */
    void open(int partition, List<String> clientIds) {
        for (int from = 0; from < clientIds.size(); from += AppendBatch.MAX_EVENTS) {
            int to = Math.min(clientIds.size(), from + AppendBatch.MAX_EVENTS);
            append(partition, clientIds.subList(from, to));
        }
    }

    private void append(int partition, List<String> clientIds) {
        List<ClientEvent> events = new ArrayList<>();
        for (String clientId : clientIds) {
            events.add(new ClientEvent.Opened(clientId, id, System.currentTimeMillis(), HANDSHAKE));
        }
        long first = appended[partition] + 1;
        appended[partition] += events.size();
        var batch = new AppendBatch(id, partition, first, first, Integer.MAX_VALUE, events);
        AppendReply reply = RedisFailures.await(inbound.append(batch), PATIENCE);
        if (reply.status() != AppendReply.Status.OK) {
            throw new IllegalStateException("clients were not opened: " + reply);
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}

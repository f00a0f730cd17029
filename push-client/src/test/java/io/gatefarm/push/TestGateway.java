package io.gatefarm.push;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameBatch;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.InboundStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Plays a gateway without sockets: connects clients by appending their events, and keeps every frame that comes for it. */
final class TestGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final int PARTITIONS = 8;

    private final String id = ClientIds.randomName(new SecureRandom());
    private final FarmRedis redis;
    private final ClientIds clientIds = new ClientIds(PARTITIONS, new SecureRandom());
    private final InboundStream inbound;
    private final Map<Integer, Long> sequences = new HashMap<>();
    private final ChannelSubscription subscription;

    @GuardedBy("batches")
    private final List<FrameBatch> batches = new ArrayList<>();

    TestGateway(FarmRedis redis) {
        this.redis = redis;
        this.inbound = redis.inbound();
        register();
        this.subscription = redis.outbound().subscribe(id, new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                keep(message);
            }

            @Override
            public void toAll(byte[] message) {
                keep(message);
            }
        });
    }

    void register() {
        var registering = redis.gatewayLeases().register(id, LEASE, id, "test", PARTITIONS);
        RedisFailures.await(registering, PATIENCE);
    }

    private void keep(byte[] message) {
        FrameBatch batch = FrameCodec.decode(message);
        synchronized (batches) {
            batches.add(batch);
        }
    }

    String id() {
        return id;
    }

    /** Connects a client and returns its id. */
    String connect() {
        String clientId = clientIds.next();
        var handshake = new Handshake("/", "", Map.of(), "", "127.0.0.1", 1);
        append(new ClientEvent.Opened(clientId, id, 0, handshake));
        return clientId;
    }

    void disconnect(String clientId) {
        append(new ClientEvent.Closed(clientId, id, 0, new CloseReason(1000, "")));
    }

    private void append(ClientEvent event) {
        int partition = ClientIds.partitionOf(event.clientId());
        long sequence = sequences.merge(partition, 1L, Long::sum);
        var batch = new AppendBatch(id, partition, sequence, sequence, 1_000_000, List.of(event));
        AppendReply reply = RedisFailures.await(inbound.append(batch), PATIENCE);
        if (reply.status() != AppendReply.Status.OK) {
            throw new IllegalStateException(event + " was answered " + reply);
        }
    }

    /** What came so far, one element per channel message. */
    List<FrameBatch> batches() {
        synchronized (batches) {
            return List.copyOf(batches);
        }
    }

    /** Every frame that came so far, in order. */
    List<Frame> frames() {
        return batches().stream().flatMap(batch -> batch.frames().stream()).toList();
    }

    /** The texts of every send that came so far, in order. */
    List<String> texts() {
        return frames().stream()
                .map(TestGateway::text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String text(Frame frame) {
        if (frame instanceof Frame.ToClients to) {
            return to.message().text();
        }
        if (frame instanceof Frame.ToUids to) {
            return to.message().text();
        }
        if (frame instanceof Frame.ToGroups to) {
            return to.message().text();
        }
        return frame instanceof Frame.ToAll to ? to.message().text() : "";
    }

    /** Waits for a frame like that and returns every one up to now. */
    List<Frame> awaitFrame(Predicate<Frame> wanted) {
        return await().atMost(PATIENCE)
                .until(this::frames, frames -> frames.stream().anyMatch(wanted));
    }

    /** Waits for a send of that text and returns every text up to now. */
    List<String> awaitText(String wanted) {
        return await().atMost(PATIENCE).until(this::texts, texts -> texts.contains(wanted));
    }

    @Override
    public void close() {
        subscription.close();
    }
}

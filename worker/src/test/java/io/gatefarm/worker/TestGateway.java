package io.gatefarm.worker;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.InboundStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Plays a gateway without sockets: appends the events of its clients, again and again until Redis has them, beats, and keeps
 * the texts that it is told to send. Thread-safe.
 */
final class TestGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int PARTITIONS = 8;
    /** When every client connects, milliseconds since 1970. */
    static final long CONNECTED_MS = 1_795_329_810_123L;

    private final String id = ClientIds.randomName(new SecureRandom());
    private final ClientIds clientIds = new ClientIds(PARTITIONS, new SecureRandom());
    private final InboundStream inbound;
    private final GatewayLeases leases;
    private final ChannelSubscription subscription;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> closeCodes = new ConcurrentHashMap<>();
    private final Map<String, List<String>> ends = new ConcurrentHashMap<>();
    private final Map<String, List<String>> texts = new ConcurrentHashMap<>();

    /** Every event so far, so that it can be appended again after Redis lost it. */
    @GuardedBy("this")
    private final Map<Integer, List<ClientEvent>> byPartition = new HashMap<>();

    TestGateway(FarmRedis redis) {
        this.inbound = redis.inbound();
        this.leases = redis.gatewayLeases();
        RedisFailures.await(leases.register(id, LEASE, id, "test", PARTITIONS), PATIENCE);
        this.subscription = redis.outbound().subscribe(id, new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                FrameCodec.decode(message).frames().forEach(TestGateway.this::keep);
            }

            @Override
            public void toAll(byte[] message) {
                toGateway(message);
            }
        });
        var unused =
                beats.scheduleWithFixedDelay(() -> leases.beat(id, LEASE, GatewayCounts.NONE), 1, 1, TimeUnit.SECONDS);
    }

    private void keep(Frame frame) {
        if (frame instanceof Frame.Close close) {
            closeCodes.put(close.clientId(), close.code());
            String last =
                    close.last().map(message -> " after " + message.text()).orElse("");
            keep(ends, close.clientId(), close.code() + " " + close.reason() + last);
        }
        if (frame instanceof Frame.Abort abort) {
            keep(ends, abort.clientId(), "abort");
        }
        if (frame instanceof Frame.ToClients to) {
            for (String clientId : to.clientIds()) {
                keep(texts, clientId, to.message().text() + (to.droppable() ? " (droppable)" : ""));
            }
        }
    }

    private static void keep(Map<String, List<String>> all, String clientId, String text) {
        all.merge(clientId, List.of(text), (before, one) -> {
            List<String> now = new ArrayList<>(before);
            now.addAll(one);
            return now;
        });
    }

    /** How a client was told to go, each time: code, reason and last message, or "abort". */
    List<String> ends(String clientId) {
        return ends.getOrDefault(clientId, List.of());
    }

    /** The code with which a client is to be closed, 0 while it is not. */
    int closeCode(String clientId) {
        return closeCodes.getOrDefault(clientId, 0);
    }

    /** As if the process were gone: its lease runs out. */
    void stopBeating() {
        beats.shutdownNow();
    }

    String id() {
        return id;
    }

    /** Connects a client and returns its id. */
    String connect() {
        return connect(clientIds.next());
    }

    /** Connects a client whose events go the way of another one's. */
    String connectBeside(String other) {
        String clientId = clientIds.next();
        while (ClientIds.partitionOf(clientId) != ClientIds.partitionOf(other)) {
            clientId = clientIds.next();
        }
        return connect(clientId);
    }

    private String connect(String clientId) {
        var handshake = new Handshake("/chat", "token=a", Map.of("cookie", List.of("c=1")), "", "10.1.2.3", 4567);
        append(List.of(new ClientEvent.Opened(clientId, id, CONNECTED_MS, handshake)));
        return clientId;
    }

    void receive(String clientId, String... messages) {
        List<ClientEvent> events = new ArrayList<>();
        for (String message : messages) {
            events.add(new ClientEvent.Received(clientId, id, 0, Message.text(message)));
        }
        append(events);
    }

    void receive(String clientId, Message message) {
        append(List.of(new ClientEvent.Received(clientId, id, 0, message)));
    }

    void disconnect(String clientId, CloseReason reason) {
        append(List.of(new ClientEvent.Closed(clientId, id, 0, reason)));
    }

    void disconnect(String clientId) {
        disconnect(clientId, new CloseReason(1000, "bye"));
    }

    /** Appends events of one client. */
    private synchronized void append(List<ClientEvent> events) {
        int partition = ClientIds.partitionOf(events.get(0).clientId());
        List<ClientEvent> all = byPartition.computeIfAbsent(partition, p -> new ArrayList<>());
        int next = all.size();
        all.addAll(events);
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (next < all.size()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("not appended within " + PATIENCE + ": " + events);
            }
            next = appendFrom(partition, all, next);
        }
    }

    /** Returns where to go on. */
    private int appendFrom(int partition, List<ClientEvent> all, int from) {
        int to = Math.min(all.size(), from + AppendBatch.MAX_EVENTS);
        var batch = new AppendBatch(id, partition, from + 1, 1, 1_000_000, all.subList(from, to));
        try {
            AppendReply reply = RedisFailures.await(inbound.append(batch), PATIENCE);
            return switch (reply.status()) {
                case OK -> to;
                case GAP -> Math.toIntExact(reply.lastSequence());
                case FULL, FENCED, UNKNOWN -> throw new IllegalStateException(batch + " was answered " + reply);
            };
        } catch (RedisUnavailableException e) {
            return from;
        }
    }

    /** The texts sent to the client so far, in order. */
    List<String> texts(String clientId) {
        return List.copyOf(texts.getOrDefault(clientId, List.of()));
    }

    /** Waits until the client was sent that many texts and returns them. */
    List<String> awaitTexts(String clientId, int count) {
        return await().atMost(PATIENCE).until(() -> texts(clientId), sent -> sent.size() >= count);
    }

    @Override
    public void close() {
        beats.shutdownNow();
        subscription.close();
    }
}

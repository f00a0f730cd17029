package io.gatefarm.redis.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameBatch;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayLeases;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Plays a gateway without sockets: registers and beats, appends the events of its clients, again and again until Redis has them,
 * and hands what it is told to send to those of its clients that it is for. A client that is told to go stays connected until
 * {@link #disconnect}. Thread-safe; waits throw after 20 s.
 */
public final class TestGateway implements AutoCloseable {
    /** When every client connects, milliseconds since 1970. */
    public static final long CONNECTED_MS = 1_795_329_810_123L;

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int PARTITIONS = 8;

    private final String id = ClientIds.randomName(new SecureRandom());
    private final ClientIds clientIds = new ClientIds(PARTITIONS, new SecureRandom());
    private final GatewayLeases leases;
    private final ClientEvents events;
    private final Deliveries deliveries = new Deliveries();
    private final ChannelSubscription subscription;
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();

    @GuardedBy("batches")
    private final List<FrameBatch> batches = new ArrayList<>();

    public TestGateway(FarmRedis redis) {
        this.leases = redis.gatewayLeases();
        this.events = new ClientEvents(redis.inbound(), id);
        register();
        this.subscription = redis.outbound().subscribe(id, new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                keep(FrameCodec.decode(message));
            }

            @Override
            public void toAll(byte[] message) {
                toGateway(message);
            }
        });
        var unused =
                beats.scheduleWithFixedDelay(() -> leases.beat(id, LEASE, GatewayCounts.NONE), 1, 1, TimeUnit.SECONDS);
    }

    private void keep(FrameBatch batch) {
        batch.frames().forEach(deliveries::deliver);
        synchronized (batches) {
            batches.add(batch);
        }
    }

    /** Again, after Redis lost its data. */
    public void register() {
        RedisFailures.await(leases.register(id, LEASE, id, "test", PARTITIONS), PATIENCE);
    }

    /** As if the process were gone: its lease runs out. */
    public void stopBeating() {
        beats.shutdownNow();
    }

    public String id() {
        return id;
    }

    // ---- clients

    /** Connects a client and returns its id. */
    public String connect() {
        return connect(1).get(0);
    }

    /** Connects so many clients, in few Redis calls, and returns their ids. */
    public List<String> connect(int count) {
        List<String> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(clientIds.next());
        }
        connect(ids);
        return ids;
    }

    /** Connects a client whose events go the way of another one's. */
    public String connectBeside(String other) {
        String clientId = clientIds.next();
        while (ClientIds.partitionOf(clientId) != ClientIds.partitionOf(other)) {
            clientId = clientIds.next();
        }
        connect(List.of(clientId));
        return clientId;
    }

    private void connect(List<String> ids) {
        var handshake = new Handshake("/chat", "token=a", Map.of("cookie", List.of("c=1")), "", "10.1.2.3", 4567);
        List<ClientEvent> opened = new ArrayList<>(ids.size());
        ids.forEach(clientId -> opened.add(new ClientEvent.Opened(clientId, id, CONNECTED_MS, handshake)));
        ids.forEach(deliveries::connected);
        events.append(opened);
    }

    /** The client sends texts. */
    public void receive(String clientId, String... messages) {
        List<ClientEvent> received = new ArrayList<>();
        for (String message : messages) {
            received.add(new ClientEvent.Received(clientId, id, 0, Message.text(message)));
        }
        events.append(received);
    }

    /** The client sends a message. */
    public void receive(String clientId, Message message) {
        events.append(List.of(new ClientEvent.Received(clientId, id, 0, message)));
    }

    /** The client goes with code 1000. */
    public void disconnect(String clientId) {
        disconnect(clientId, new CloseReason(1000, "bye"));
    }

    /** The client goes. */
    public void disconnect(String clientId, CloseReason reason) {
        events.append(List.of(new ClientEvent.Closed(clientId, id, 0, reason)));
        deliveries.gone(clientId);
    }

    /** True when the client was connected here, also when it has gone since. */
    public boolean hasHeld(String clientId) {
        return deliveries.hasHeld(clientId);
    }

    // ---- what clients got

    /**
     * What the client got so far, in order: a text as it is, binary bytes as {@code binary 00ff}, with {@code (droppable)} and
     * {@code (latest name)} behind it where it was sent so, {@code close 4100 reason}, {@code abort}. Nothing comes after one of the last two, but an abort
     * after a close.
     */
    public List<String> received(String clientId) {
        return deliveries.received(clientId);
    }

    /** The messages among {@link #received}. */
    public List<String> texts(String clientId) {
        return deliveries.texts(clientId);
    }

    /** Waits until the client was sent that many messages and returns them. */
    public List<String> awaitTexts(String clientId, int count) {
        return await().until(() -> texts(clientId), sent -> sent.size() >= count);
    }

    /** How a client was told to go, each time: code, reason and last message, or "abort". */
    public List<String> ends(String clientId) {
        return deliveries.ends(clientId);
    }

    /** The code with which a client is to be closed, 0 while it is not. */
    public int closeCode(String clientId) {
        return deliveries.closeCode(clientId);
    }

    // ---- frames, whomever they are for

    /** What came so far, one element per channel message. */
    public List<FrameBatch> batches() {
        synchronized (batches) {
            return List.copyOf(batches);
        }
    }

    /** Every frame that came so far, in order. */
    public List<Frame> frames() {
        return batches().stream().flatMap(batch -> batch.frames().stream()).toList();
    }

    /** The texts of every send that came so far, in order. */
    public List<String> texts() {
        return frames().stream()
                .map(Deliveries::text)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** Waits for a frame like that and returns every one up to now. */
    public List<Frame> awaitFrame(Predicate<Frame> wanted) {
        return await().until(this::frames, frames -> frames.stream().anyMatch(wanted));
    }

    /** Waits for a send of that text and returns every text up to now. */
    public List<String> awaitText(String wanted) {
        return await().until(this::texts, texts -> texts.contains(wanted));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5));
    }

    @Override
    public void close() {
        beats.shutdownNow();
        subscription.close();
    }
}

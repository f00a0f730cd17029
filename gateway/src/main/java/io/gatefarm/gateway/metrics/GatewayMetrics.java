package io.gatefarm.gateway.metrics;

import io.gatefarm.gateway.admission.Refusal;
import io.gatefarm.gateway.client.CloseCode;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.stream.AppendReply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The gateway's meters, by what happened. Names become {@code gatefarm_gateway_…} in Prometheus. */
public final class GatewayMetrics {
    private static final String PREFIX = "gatefarm.gateway.";

    /** Stands for every close code that is none of a closed list. */
    private static final int OTHER = 0;
    /** Those that only clients close with: they go away, give no code, or do not close at all. */
    private static final int[] OTHER_COMMON = {OTHER, 1001, 1005, 1006};

    private static final double SECOND_MS = 1e3;

    private final MeterRegistry registry;
    private final Counter opened;
    private final Map<Integer, Counter> closed = new ConcurrentHashMap<>();
    private final Counter received;
    private final Counter receivedBytes;
    private final Counter discarded;
    private final Counter sent;
    private final Counter sentBytes;
    private final Counter unsent;
    private final Counter dropped;
    private final Counter droppedOldest;
    private final Counter replaced;
    private final Counter slowConsumers;
    private final Counter paused;
    private final Counter receiverFailures;
    private final Map<Refusal, Counter> upgradesRefused = new EnumMap<>(Refusal.class);
    private final Map<AppendReply.Status, Counter> appends = new EnumMap<>(AppendReply.Status.class);
    private final Counter appendFailures;
    private final DistributionSummary batchEvents;
    private final Timer appendTime;
    private final Counter lostOwn;
    private final Counter lostToAll;
    private final Counter again;
    private final Counter restored;
    private final Counter resubscribed;
    private final Counter reconnects;
    private final Counter subscriptionReconnects;
    private final Map<LeaseChange, Counter> leaseChanges = new EnumMap<>(LeaseChange.class);

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.opened = counter("opened", "connections opened");
        this.received = counter("messages.received", "messages from clients");
        this.receivedBytes = bytes("received", "payload bytes of messages from clients");
        this.discarded = counter("messages.discarded", "messages of clients that were being closed");
        this.sent = counter("messages.sent", "messages queued for clients");
        this.sentBytes = bytes("sent", "bytes of messages queued for clients");
        this.unsent = counter("messages.unsent", "messages for clients that were closing or whose queue was full");
        this.dropped = counter("messages.dropped", "droppable messages for clients whose queue was full");
        this.droppedOldest =
                counter("messages.dropped.oldest", "messages thrown away for newer ones because the queue was full");
        this.replaced = counter("messages.replaced", "messages taken out of a queue for a newer one of their name");
        this.slowConsumers = counter("slow.consumers.closed", "clients closed with 1013 because their queue was full");
        this.paused = counter("pauses", "times a client was not read because events waited for Redis");
        this.receiverFailures = counter("receiver.failures", "exceptions of one client, caught");
        for (Refusal why : Refusal.values()) {
            upgradesRefused.put(why, refused(why.name().toLowerCase(Locale.ROOT)));
        }
        for (AppendReply.Status status : AppendReply.Status.values()) {
            appends.put(status, appends(status.name().toLowerCase(Locale.ROOT)));
        }
        this.appendFailures = appends("failed");
        this.batchEvents = DistributionSummary.builder(PREFIX + "append.events")
                .description("events of one append")
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
                .register(registry);
        this.appendTime = Timer.builder(PREFIX + "append")
                .description("time until Redis answered an append")
                .serviceLevelObjectives(Latency.BUCKETS)
                .register(registry);
        this.lostOwn = lost("own");
        this.lostToAll = lost("all");
        this.again = counter("events.again", "events sent to Redis again, which may have had them");
        this.restored = counter("clients.restored", "clients whose uid and groups Redis was told again");
        this.resubscribed = counter("subscriptions.replaced", "subscriptions that had gone deaf");
        for (LeaseChange change : LeaseChange.values()) {
            leaseChanges.put(change, leaseChanges(change));
        }
        this.reconnects = reconnects("commands");
        this.subscriptionReconnects = reconnects("subscription");
        // from zero on: Prometheus does not see the first increase of a series that was not there before
        IntStream own = Arrays.stream(CloseCode.values()).mapToInt(CloseCode::code);
        IntStream.concat(own, IntStream.of(OTHER_COMMON)).forEach(code -> closed.put(code, closedCounter(code)));
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Counter bytes(String name, String description) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    private Counter refused(String cause) {
        return Counter.builder(PREFIX + "upgrades.refused")
                .description("WebSocket requests that were refused, by cause")
                .tag("cause", cause)
                .register(registry);
    }

    private Counter appends(String outcome) {
        return Counter.builder(PREFIX + "appends")
                .description("appends by what Redis said")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter leaseChanges(LeaseChange change) {
        return Counter.builder(PREFIX + "lease.changes")
                .description("times the gateway was registered or lost its id, by how")
                .tag("change", change.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter reconnects(String connection) {
        return Counter.builder("gatefarm.redis.reconnects")
                .description("connections to Redis that were lost and are back")
                .tags("connection", connection, "role", "gateway")
                .register(registry);
    }

    private Counter lost(String channel) {
        return Counter.builder(PREFIX + "frames.lost")
                .description("channel messages that never came, by channel")
                .tag("channel", channel)
                .register(registry);
    }

    /** What goes to Redis with each beat. */
    public GatewayCounts counts(int clients) {
        double ended = closed.values().stream().mapToDouble(Counter::count).sum();
        return new GatewayCounts(
                clients,
                count(opened),
                (long) ended,
                count(received),
                count(receivedBytes),
                count(sent),
                count(sentBytes));
    }

    private static long count(Counter counter) {
        return (long) counter.count();
    }

    /** Shows a number that something else holds. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value).description(description).register(registry);
    }

    /** The same, a number of bytes. */
    public void gaugeBytes(String name, String description, Supplier<Number> value) {
        Gauge.builder(PREFIX + name, value)
                .description(description)
                .baseUnit("bytes")
                .register(registry);
    }

    /** The same, a time; the name ends with its unit. */
    public void gaugeSeconds(String name, String description, Supplier<Duration> value) {
        Gauge.builder(PREFIX + name, () -> value.get().toMillis() / SECOND_MS)
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    public void opened() {
        opened.increment();
    }

    /** @param code one of a closed list, or of an app's; whatever else a client sends is counted as {@code other} */
    public void closed(int code) {
        closed.computeIfAbsent(isKnown(code) ? code : OTHER, this::closedCounter)
                .increment();
    }

    private static boolean isKnown(int code) {
        return code >= 1000 && code <= 1014 || code >= 4000 && code < 4200;
    }

    private Counter closedCounter(int code) {
        String label = code == OTHER ? "other" : Integer.toString(code);
        return Counter.builder(PREFIX + "closed")
                .description("connections closed, by code")
                .tags(Tags.of("code", label))
                .register(registry);
    }

    public void received(int bytes) {
        received.increment();
        receivedBytes.increment(bytes);
    }

    public void discarded() {
        discarded.increment();
    }

    public void sent(int bytes) {
        sent.increment();
        sentBytes.increment(bytes);
    }

    public void unsent() {
        unsent.increment();
    }

    public void dropped() {
        dropped.increment();
    }

    public void droppedOldest(int messages) {
        droppedOldest.increment(messages);
    }

    public void replaced() {
        replaced.increment();
    }

    public void slowConsumer() {
        slowConsumers.increment();
    }

    public void paused() {
        paused.increment();
    }

    public void receiverFailed() {
        receiverFailures.increment();
    }

    public void upgradeRefused(Refusal why) {
        Counter counter = upgradesRefused.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    public void appendTook(Duration time) {
        appendTime.record(time);
    }

    public void appendAnswered(AppendReply.Status status, int events) {
        appends.getOrDefault(status, appendFailures).increment();
        batchEvents.record(events);
    }

    public void appendFailed() {
        appendFailures.increment();
    }

    /** The gateway was registered, or has lost its id. */
    public void leaseChanged(LeaseChange change) {
        Counter counter = leaseChanges.get(change);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Messages of the gateway's own channel that never came. */
    public void lostOwn(long messages) {
        lostOwn.increment((double) messages);
    }

    /** Messages to every gateway that never came. */
    public void lostToAll(long messages) {
        lostToAll.increment((double) messages);
    }

    /** Events that may have been in Redis before. */
    public void again(int events) {
        again.increment(events);
    }

    /** Clients that Redis was told again. */
    public void restored(int clients) {
        restored.increment(clients);
    }

    /** A connection for commands was lost and is back. */
    public void reconnected() {
        reconnects.increment();
    }

    /** The subscription's connection was lost and is back. */
    public void subscriptionReconnected() {
        subscriptionReconnects.increment();
    }

    /** A subscription brought nothing any more. */
    public void resubscribed() {
        resubscribed.increment();
    }
}

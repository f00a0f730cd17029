package io.gatefarm.worker.metrics;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.overview.LetterCount;
import io.gatefarm.redis.overview.StreamLags;
import io.gatefarm.redis.stream.Commit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The worker's meters, by what happened; made once, so that an event costs a counter and a timer. Names become {@code
 * gatefarm_worker_…} in Prometheus, and {@code gatefarm_…} with {@code role="worker"} where a gateway has the same.
 */
public final class WorkerMetrics implements AutoCloseable {
    private static final String PREFIX = "gatefarm.worker.";
    private static final String ROLE = "role";
    private static final String WORKER = "worker";
    private static final double SECOND_NS = 1e9;

    private final MeterRegistry registry;
    private final Map<EventKind, Timer> handlers;
    private final Set<HandlerRun> running = ConcurrentHashMap.newKeySet();
    private final Map<EventKind, Map<EventEnd, Counter>> events = new EnumMap<>(EventKind.class);
    private final Counter redelivered;
    private final Counter retriedFailed;
    private final Counter retriedRedisAway;
    private final Counter deadLetters;
    private final Map<LeaseChange, Counter> leaseChanges;
    private final Timer commitTime;
    private final Map<Commit.Outcome, Counter> commits;
    private final Counter commitFailures;
    private final Counter reconnects;
    private final Counter readerReconnects;
    private final Counter subscriptionReconnects;
    /** What is looked up at each scrape, at a worker that may end before the registry does. */
    private final List<Meter> shown = new CopyOnWriteArrayList<>();

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.handlers = each(EventKind.class, this::handlerTimer);
        for (EventKind kind : EventKind.values()) {
            events.put(kind, each(EventEnd.class, end -> events(kind, end)));
        }
        this.redelivered = counter("redelivered", "events whose handler may have been begun before");
        this.retriedFailed = retries("failed");
        this.retriedRedisAway = retries("redis_away");
        this.deadLetters = counter("dead.letters", "events put to the dead letters");
        this.leaseChanges = each(LeaseChange.class, this::leaseChanges);
        this.commitTime = Timer.builder(PREFIX + "commit")
                .description("time until Redis answered a commit")
                .serviceLevelObjectives(Buckets.REDIS)
                .register(registry);
        this.commits = each(Commit.Outcome.class, outcome -> commits(label(outcome)));
        this.commitFailures = commits("failed");
        this.reconnects = reconnects("commands");
        this.readerReconnects = reconnects("reader");
        this.subscriptionReconnects = reconnects("subscription");
    }

    private static <E extends Enum<E>, M> Map<E, M> each(Class<E> type, Function<E, M> meter) {
        Map<E, M> meters = new EnumMap<>(type);
        for (E one : type.getEnumConstants()) {
            meters.put(one, meter.apply(one));
        }
        return meters;
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Timer handlerTimer(EventKind kind) {
        return Timer.builder(PREFIX + "handler")
                .description("time in the app's handlers")
                .tag("kind", label(kind))
                .serviceLevelObjectives(Buckets.HANDLER)
                .register(registry);
    }

    private Counter events(EventKind kind, EventEnd end) {
        return Counter.builder(PREFIX + "events")
                .description("events that the worker was done with, by kind and outcome")
                .tags("kind", label(kind), "outcome", label(end))
                .register(registry);
    }

    private Counter retries(String cause) {
        return Counter.builder(PREFIX + "retries")
                .description("further tries of events, by why the one before came to nothing")
                .tag("cause", cause)
                .register(registry);
    }

    private Counter leaseChanges(LeaseChange change) {
        return Counter.builder(PREFIX + "lease.changes")
                .description("partitions that came or went, by how")
                .tag("change", label(change))
                .register(registry);
    }

    private Counter commits(String outcome) {
        return Counter.builder(PREFIX + "commits")
                .description("commits by what Redis said")
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter reconnects(String connection) {
        return Counter.builder("gatefarm.redis.reconnects")
                .description("connections to Redis that were lost and are back")
                .tags("connection", connection, ROLE, WORKER)
                .register(registry);
    }

    private static <K, M> M of(Map<K, M> meters, K key) {
        return Objects.requireNonNull(meters.get(key));
    }

    /** Shows a number that something else holds. */
    public void gauge(String name, String description, Supplier<Number> value) {
        shown.add(Gauge.builder(PREFIX + name, value).description(description).register(registry));
    }

    /** Shows how far behind the streams are, what was given up, and how loaded the worker is. */
    public void farm(StreamLags lags, LetterCount letters, Supplier<Number> load) {
        for (int p = 0; p < lags.partitions(); p++) {
            int partition = p;
            shown.add(Gauge.builder("gatefarm.partition.lag.events", lags, of -> of.lag(partition))
                    .description("events that no worker has read")
                    .tags("partition", Integer.toString(p), ROLE, WORKER)
                    .register(registry));
        }
        farmGauge("partitions.without.owner", "partitions that no living worker has", lags::withoutOwner);
        farmGauge("dead.letters", "dead letters in Redis", letters::number);
        farmGauge("load.ratio", "how loaded the process is, 0 to 1", load);
        shown.add(Gauge.builder(PREFIX + "handler.oldest", this::oldestHandlerSeconds)
                .description("how long the handler has run that runs longest, 0 without any")
                .baseUnit("seconds")
                .register(registry));
    }

    private void farmGauge(String name, String description, Supplier<Number> value) {
        shown.add(Gauge.builder("gatefarm." + name, value)
                .description(description)
                .tag(ROLE, WORKER)
                .register(registry));
    }

    private double oldestHandlerSeconds() {
        return running.stream().mapToLong(HandlerRun::elapsedNs).max().orElse(0) / SECOND_NS;
    }

    /** Shows how many gateways were found dead. */
    public <T> void gatewaysLost(T sweep, ToDoubleFunction<T> declaredDead) {
        shown.add(FunctionCounter.builder("gatefarm.gateways.lost", sweep, declaredDead)
                .description("gateways that this process has declared dead")
                .tag(ROLE, WORKER)
                .register(registry));
    }

    /** Shows no more what the worker's parts hold, so that another can show its own; what was counted stays. */
    @Override
    public void close() {
        shown.forEach(registry::remove);
        shown.clear();
    }

    /** A handler is about to be called. */
    public HandlerRun handlerStarts(ClientEvent event) {
        return new HandlerRun(of(handlers, EventKind.of(event)), running);
    }

    /** The worker is done with an event. */
    public void ended(ClientEvent event, EventEnd end) {
        of(of(events, EventKind.of(event)), end).increment();
    }

    public void redelivered() {
        redelivered.increment();
    }

    /** An event is handled again because its handler has failed. */
    public void retriedFailed() {
        retriedFailed.increment();
    }

    /** An event is handled again because Redis did not answer its handler. */
    public void retriedRedisAway() {
        retriedRedisAway.increment();
    }

    /** An event stands in the dead letters. */
    public void buried() {
        deadLetters.increment();
    }

    public void leaseChanged(LeaseChange change) {
        of(leaseChanges, change).increment();
    }

    public void commitTook(long nanos) {
        commitTime.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void commitAnswered(Commit.Outcome outcome) {
        of(commits, outcome).increment();
    }

    public void commitFailed() {
        commitFailures.increment();
    }

    /** A connection for commands was lost and is back. */
    public void reconnected() {
        reconnects.increment();
    }

    /** The connection that reads events was lost and is back. */
    public void readerReconnected() {
        readerReconnects.increment();
    }

    /** The connection that listens to the other workers was lost and is back. */
    public void subscriptionReconnected() {
        subscriptionReconnects.increment();
    }
}

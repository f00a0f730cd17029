package io.gatefarm.worker;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewaySweep;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.overview.LetterCount;
import io.gatefarm.redis.overview.StreamLags;
import io.gatefarm.worker.callback.Callbacks;
import io.gatefarm.worker.metrics.WorkerMetrics;
import io.gatefarm.worker.partition.EventHandler;
import io.gatefarm.worker.partition.Outcome;
import io.gatefarm.worker.partition.PartitionWork;
import io.gatefarm.worker.partition.SelfReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running worker: {@code try (var worker = Worker.start(config, events)) { worker.awaitClosed(); }}. Any number of workers
 * share an app's partitions; each handles the events of the clients in its own.
 *
 * <p><b>Life.</b> {@link #start} connects and takes its share of the partitions, all of them when it is alone; events that waited
 * come at once. {@link #close} finishes what runs and gives the partitions back. A worker that is killed instead loses them after
 * {@link WorkerConfig#limits its lease}, and its unfinished events come again elsewhere. While Redis is away nothing is
 * handled and the worker waits; it never ends by itself.
 *
 * <p><b>Threads.</b> Thread-safe. It runs a few threads of its own and a virtual one per event under way.
 *
 * <p><b>Cost.</b> Five connections to Redis. Leases are renewed once a second; events are read and committed in batches.
 *
 * <p><b>Operators.</b> {@code gatefarm-cli stop --worker ..} and {@code reload} close it within about a second, and {@link
 * #awaitClosed} returns. After a reload the process shall be started again, so a {@code main} of its own ends with {@code
 * System.exit(worker.exitStatus())}.
 */
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    /** EX_TEMPFAIL: not an end in order, so that a supervisor that restarts on failure starts the process again. */
    private static final int RELOAD_STATUS = 75;

    /** A gateway renews its lease every 2 s; one that has not for so long is dead. */
    private static final Duration GATEWAY_LEASE = Duration.ofSeconds(10);

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(2);

    private final String id;
    private final Events events;
    private final FarmRedis redis;
    private final WorkerMetrics metrics;
    private final GatewayClient gateway;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatefarm-sweep").daemon().factory());
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<PartitionWork> work = Optional.empty();
    private volatile Wanted wanted = Wanted.NOTHING;

    private Worker(WorkerConfig config, Events events, FarmRedis redis, WorkerMetrics metrics) {
        this.id = config.name() + "-" + ClientIds.randomName(new SecureRandom()).substring(0, 8);
        this.events = events;
        this.redis = redis;
        this.metrics = metrics;
        this.gateway = GatewayClient.over(redis);
    }

    /**
     * Connects, calls {@code onWorkerStart} and begins to handle events.
     *
     * @throws io.gatefarm.redis.connection.RedisUnavailableException that names the address when Redis cannot be reached
     * @throws IllegalArgumentException when the app is set up with other partitions
     * @throws IllegalStateException when {@code onWorkerStart} threw, with its cause
     */
    public static Worker start(WorkerConfig config, Events events) {
        return start(config, events, new CompositeMeterRegistry()); // an empty one counts nothing
    }

    /**
     * As {@link #start(WorkerConfig, Events)}, and counts in a registry of the caller's, which stays open; one for each worker that runs, or
     * their numbers are mixed. A closed worker leaves there what it has counted, and no gauges.
     */
    public static Worker start(WorkerConfig config, Events events, MeterRegistry registry) {
        var metrics = new WorkerMetrics(registry);
        var worker = new Worker(config, events, FarmRedis.open(config.redis(), config.app()), metrics);
        try {
            worker.begin(config);
            return worker;
        } catch (RuntimeException e) {
            worker.closeConnections();
            throw e;
        } finally {
            worker.begun.countDown();
        }
    }

    private void begin(WorkerConfig config) {
        int partitions = redis.partitions(config.partitions());
        try {
            events.onWorkerStart(this);
        } catch (Exception e) {
            throw new IllegalStateException("onWorkerStart failed: " + e, e);
        }
        var callbacks =
                new Callbacks(events, gateway, redis.directory(), config.redis().commandTimeout());
        var about = Map.of(
                "name", config.name(),
                "host", host(),
                "pid", Long.toString(ProcessHandle.current().pid()),
                "started", Instant.now().toString());
        var sweep = new GatewaySweep(
                redis.gatewayLeases(),
                id,
                GATEWAY_LEASE,
                SWEEP_INTERVAL,
                config.redis().commandTimeout(),
                System::nanoTime);
        redis.whenReconnected(sweep::startAnew);
        redis.whenReconnected(metrics::reconnected);
        var me = new SelfReport(id, about, this::told);
        var started = PartitionWork.start(redis, me, partitions, config.limits(), handler(callbacks), metrics);
        work = Optional.of(started);
        var lags = new StreamLags(redis.overview(), partitions, System::nanoTime);
        var letters = new LetterCount(redis.overview(), System::nanoTime);
        new Gauges(this, started, lags, letters, sweep).show(metrics);
        long lagMs = LAG_INTERVAL.toMillis();
        sweeper.scheduleWithFixedDelay(lags::refresh, 0, lagMs, TimeUnit.MILLISECONDS);
        sweeper.scheduleWithFixedDelay(letters::refresh, 0, lagMs, TimeUnit.MILLISECONDS);
        long everyMs = SWEEP_INTERVAL.toMillis();
        sweeper.scheduleWithFixedDelay(() -> sweep(sweep), everyMs, everyMs, TimeUnit.MILLISECONDS);
        log.info(
                "worker {} started for app {} on Redis {}",
                id,
                config.app(),
                config.redis().address());
    }

    /** On the lease keeper's thread, for whose end {@link #close} waits. */
    private void told(Wanted what) {
        log.info("worker {} is told to {}", id, what == Wanted.RELOAD ? "reload" : "stop");
        wanted = what;
        Thread.ofPlatform().name("gatefarm-stop").start(() -> {
            awaitQuietly(begun); // told while it is just starting
            close();
        });
    }

    private EventHandler handler(Callbacks callbacks) {
        return new EventHandler() {
            @Override
            public Outcome handle(Delivery delivery) {
                return callbacks.handle(delivery);
            }

            @Override
            public void giveUp(ClientEvent event) {
                callbacks.giveUp(event);
            }

            @Override
            public void closeAgain(ClientEvent event) {
                callbacks.closeAgain(event);
            }

            @Override
            public void whenSent(Runnable action) {
                gateway.whenSettled(action);
            }
        };
    }

    private static void sweep(GatewaySweep sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            log.debug("sweep is tried again", e);
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** The name given and a random part; unique per process. */
    public String id() {
        return id;
    }

    /** The push API, for timers and whatever else runs beside the callbacks. */
    public Gateway gateway() {
        return gateway;
    }

    /** The partitions whose events this worker handles now. */
    public Set<Integer> partitions() {
        return work.map(PartitionWork::partitions).orElse(Set.of());
    }

    /** Why no events are handled now, for people and probes; empty when they are, also by a worker that has no partition. */
    public Optional<String> notReady() {
        if (closing.get()) {
            return Optional.of("stopping");
        }
        return work.map(started -> started.isSure() ? "" : "Redis does not answer")
                .or(() -> Optional.of("starting"))
                .filter(complaint -> !complaint.isEmpty());
    }

    boolean isClosing() {
        return closing.get();
    }

    /** True once the operator wants the worker to be started anew: it closes by itself. */
    public boolean wantsReload() {
        return wanted == Wanted.RELOAD;
    }

    /** What the worker's process should end with: 75 after a reload, so that a supervisor starts it again, else 0. */
    public int exitStatus() {
        return wantsReload() ? RELOAD_STATUS : 0;
    }

    /** Waits until {@link #close} has ended, whoever called it. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /**
     * Reads no more, waits for running handlers, gives its partitions back, calls {@code onWorkerStop}. A second call waits for
     * the first.
     */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            awaitQuietly(closed);
            return;
        }
        try {
            work.ifPresent(PartitionWork::close);
            stopEvents();
        } finally {
            closeConnections();
            log.info("worker {} stopped", id);
            closed.countDown();
        }
    }

    private void stopEvents() {
        try {
            events.onWorkerStop(this);
        } catch (Exception e) {
            log.error("onWorkerStop failed", e);
        }
        try {
            gateway.close();
        } catch (RuntimeException e) {
            log.warn("last sends are lost: {}", e.getMessage());
        }
    }

    private void closeConnections() {
        metrics.close();
        sweeper.shutdownNow();
        redis.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

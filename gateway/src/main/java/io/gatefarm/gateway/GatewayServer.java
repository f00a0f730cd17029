package io.gatefarm.gateway;

import io.gatefarm.gateway.admission.Admission;
import io.gatefarm.gateway.client.Connections;
import io.gatefarm.gateway.client.Endpoint;
import io.gatefarm.gateway.client.Heartbeat;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.http.AdminView;
import io.gatefarm.gateway.http.HttpPorts;
import io.gatefarm.gateway.http.StaticFiles;
import io.gatefarm.gateway.lease.Incarnation;
import io.gatefarm.gateway.lease.Registration;
import io.gatefarm.gateway.lease.SweepLoop;
import io.gatefarm.gateway.lease.Threads;
import io.gatefarm.gateway.metrics.FarmMetrics;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.socket.Upgrade;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: {@code try (var gateway = GatewayServer.start(config)) { gateway.awaitClosed(); }}.
 *
 * <p><b>Life.</b> {@link #start} takes the ports, registers in Redis and lets clients in. {@link #close} ends in order: not ready
 * any more, clients closed with 4000 over {@code drainWindow}, their events appended, the gateway's id given up. While Redis is away clients stay
 * connected and what they send waits in memory, up to the limits of {@link GatewayConfig#inbound}. What Redis has lost when it is
 * back is told it again, clients, uids and groups included. A gateway that was declared dead meanwhile closes its clients with 4001 and goes on under a new id. A {@code gatefarm-cli stop} closes it within one beat, and
 * {@link #awaitClosed} returns. It puts the console's functions for {@code FCALL} into Redis, unless newer ones are there.
 *
 * <p><b>Threads.</b> Thread-safe. Jetty's selectors serve the clients; no thread per client.
 *
 * <p><b>Cost.</b> Four connections to Redis and a beat every 2 s; events are appended in batches, one under way per partition.
 */
public final class GatewayServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);
    private static final Duration RENEW_CERTIFICATE = Duration.ofMinutes(1);

    private final GatewayConfig config;
    private final HttpPorts ports;
    private final FarmRedis redis;
    private final Registration registration;
    private final Threads threads;
    private final Metering metering;
    private final Instant started = Instant.now();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private GatewayServer(
            GatewayConfig config,
            HttpPorts ports,
            FarmRedis redis,
            Registration registration,
            Threads threads,
            Metering metering) {
        this.config = config;
        this.ports = ports;
        this.redis = redis;
        this.registration = registration;
        this.threads = threads;
        this.metering = metering;
    }

    /**
     * Starts a gateway; when this returns it is ready for clients.
     *
     * @throws io.gatefarm.gateway.http.PortException when a port is taken
     * @throws io.gatefarm.redis.connection.RedisUnavailableException when Redis cannot be reached, or still loads its
     *     data
     * @throws io.gatefarm.redis.connection.RedisRefusedException when Redis answers with an error
     * @throws IllegalArgumentException when the app has another number of partitions, there are no such static files, or a
     *     certificate, origin or proxy cannot be used; says which
     */
    public static GatewayServer start(GatewayConfig config) {
        var files = StaticFiles.of(config.listen().staticFiles());
        var admission = new Admission(config.admission());
        var undo = new Undo();
        try {
            var ports = undo.add(HttpPorts.open(config.listen()));
            var redis =
                    undo.add(FarmRedis.open(config.farm().redis(), config.farm().app()));
            var threads = undo.add(Threads.start());
            var metering = undo.add(new Metering());
            var metrics = new GatewayMetrics(metering.registry());
            var random = new SecureRandom();
            int partitions = redis.partitions(config.farm().partitions());
            var registration = new Registration(redis, config, partitions, metrics, random, threads);
            registration.start();
            undo.add(registration::end);
            ConsoleFunctions.keep(redis);
            var sweep = SweepLoop.start(redis, config, registration.instance(), threads);

            var server = new GatewayServer(config, ports, redis, registration, threads, metering);
            server.watch(metrics);
            registration.whenToldToStop(server::stopAsTold);
            var farm = new FarmMetrics(metering.registry());
            new Gauges(config, redis, registration, admission, threads).show(metrics, farm, sweep, server::clients);
            var upgrade = new Upgrade(ports.components(), config.client().queueBytes());
            var ids = new ClientIds(partitions, random);
            var endpoint = new Endpoint(files, upgrade, ids, admission, registration::context, metrics);
            ports.start(endpoint, new AdminView(registration::notReady, server::facts, metering.registry()::scrape));
            log.info("gateway {} listens on {}, admin on {}", server.id(), server.port(), server.adminPort());
            warnOfSmallHeap(config.inbound().bufferBytes());
            return server;
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    private static void warnOfSmallHeap(long bufferBytes) {
        long heap = Runtime.getRuntime().maxMemory();
        if (bufferBytes > heap / 2) {
            log.warn(
                    "inbound-buffer={} is more than half of the heap of {} bytes, which may run out when Redis is"
                            + " away: lower it, or raise -Xmx",
                    bufferBytes,
                    heap);
        }
    }

    private void watch(GatewayMetrics metrics) {
        var heartbeat = new Heartbeat(
                registration::connections, config.client(), config.inbound().outageLimit(), metrics);
        long periodMs = heartbeat.period().toMillis();
        var unused = threads.timer().scheduleAtFixedRate(heartbeat, periodMs, periodMs, TimeUnit.MILLISECONDS);
        long renewMs = RENEW_CERTIFICATE.toMillis();
        // files may hang, and neither beats nor the sweep over clients shall wait for them
        Runnable renew = () -> Thread.startVirtualThread(ports::renewCertificate);
        var unusedEither = threads.timer().scheduleAtFixedRate(renew, renewMs, renewMs, TimeUnit.MILLISECONDS);
    }

    /** The gateway as it is registered now; empty while it is not. */
    Optional<Incarnation> incarnation() {
        return registration.current();
    }

    private int clients() {
        return registration.connections().stream().mapToInt(Connections::size).sum();
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", id());
        facts.put("app", config.farm().app());
        facts.put("version", Version.OWN);
        facts.put("started", started.toString());
        facts.put("clients", clients());
        facts.put("partitions", registration.partitions());
        return facts;
    }

    /** The gateway's id in Redis; another one after Redis took it; "" while there is none. */
    public String id() {
        return incarnation().map(Incarnation::gatewayId).orElse("");
    }

    /** The TCP port for clients, that of the default listener. */
    public int port() {
        return port(Handshake.DEFAULT_LISTENER);
    }

    /**
     * The TCP port of a listener for clients.
     *
     * @throws IllegalArgumentException when no listener has this name
     */
    public int port(String listener) {
        return ports.port(listener);
    }

    /** The TCP port for health, information and metrics. */
    public int adminPort() {
        return ports.adminPort();
    }

    /** Looks now whether the certificate's files have changed, as it does by itself every minute. */
    void renewCertificate() {
        ports.renewCertificate();
    }

    /** Waits until {@link #close} has finished, whoever called it: an operator, too, can stop a gateway. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Stops in order; a second call waits for the first. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                stop();
            } finally {
                closed.countDown();
            }
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopAsTold() {
        if (!closing.get()) {
            log.info("gateway {} is told to stop", id());
            Thread.ofPlatform().name("gateway-stop").start(this::close);
        }
    }

    private void stop() {
        log.info("gateway {} stops", id());
        registration.drain();
        ports.stopAccepting();
        incarnation().ifPresent(incarnation -> new Drain(incarnation, config).run());
        registration.end();
        threads.close();
        ports.close();
        redis.close();
        metering.close();
        log.info("gateway stopped");
    }
}

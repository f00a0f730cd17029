package io.gatefarm.examples.launcher;

import io.gatefarm.examples.chat.ChatEvents;
import io.gatefarm.gateway.GatewayServer;
import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.gateway.config.PingConfig;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.worker.Worker;
import io.gatefarm.worker.WorkerConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redis, gateways and workers of the chat in one process: {@code try (var farm = ChatFarm.start(plan)) { .. }}. Thread-safe. */
final class ChatFarm implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChatFarm.class);
    /** The classic chat's own heartbeat; its page answers pong. */
    private static final PingConfig PING =
            new PingConfig(Duration.ofSeconds(25), "{\"type\":\"ping\"}", 2, Duration.ZERO);

    private final FarmPlan plan;
    private final RedisSource redis;
    private final List<GatewayServer> gateways = new ArrayList<>();
    private final List<Worker> workers = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private ChatFarm(FarmPlan plan) {
        this.plan = plan;
        this.redis = RedisSource.open(plan.redisUri().isBlank() ? null : plan.redisUri());
        started.push(redis);
    }

    /** Starts everything, or nothing: what had started is closed again when a part cannot start. */
    static ChatFarm start(FarmPlan plan) {
        var farm = new ChatFarm(plan);
        try {
            farm.startParts();
            return farm;
        } catch (RuntimeException e) {
            farm.close();
            throw e;
        }
    }

    private void startParts() {
        for (int i = 0; i < plan.workers(); i++) {
            var worker = startWorker();
            started.push(worker);
            watch(worker.id(), () -> superviseFrom(worker));
        }
        for (int i = 0; i < plan.gateways(); i++) {
            var listen = ListenConfig.DEFAULTS
                    .withPorts(FarmPlan.count(plan.port(), i), FarmPlan.count(plan.adminPort(), i))
                    .withStaticFiles("classpath:web");
            var gateway = GatewayServer.start(GatewayConfig.defaults(redis.uri(), plan.app())
                    .withListen(listen)
                    .withClient(ClientConfig.DEFAULTS.withPing(PING)));
            gateways.add(gateway);
            started.push(gateway); // on top: gateways stop first, so that workers still see the closes
            watch(gateway.id(), () -> sayThatItStops(gateway));
        }
    }

    private Worker startWorker() {
        var worker = Worker.start(WorkerConfig.of(redis.uri(), plan.app()), new ChatEvents());
        workers.add(worker);
        return worker;
    }

    private static void watch(String id, Watcher watcher) {
        Thread.ofVirtual().name("watch-" + id).start(() -> {
            try {
                watcher.watch();
            } catch (InterruptedException | RuntimeException e) {
                log.error("{} is not watched any more: {}", id, e.getMessage());
            }
        });
    }

    private interface Watcher {
        void watch() throws InterruptedException;
    }

    /** The farm is its workers' supervisor: one that was told to reload is started anew, one that was told to stop is not. */
    private void superviseFrom(Worker first) throws InterruptedException {
        Worker worker = first;
        worker.awaitClosed();
        while (worker.wantsReload() && !closing.get()) {
            String told = worker.id();
            workers.remove(worker);
            started.remove(worker);
            worker = startWorker();
            started.addLast(worker); // below the gateways
            log.warn("worker {} was told to reload: worker {} has taken its place", told, worker.id());
            worker.awaitClosed();
        }
        if (!closing.get()) {
            log.warn("worker {} was told to stop; {} others go on", worker.id(), workers.size() - 1);
            workers.remove(worker);
        }
    }

    private void sayThatItStops(GatewayServer gateway) throws InterruptedException {
        String id = gateway.id();
        gateway.awaitClosed();
        if (!closing.get()) {
            log.warn("gateway {} was told to stop; this process goes on without it", id);
        }
    }

    List<GatewayServer> gateways() {
        return gateways;
    }

    List<Worker> workers() {
        return workers;
    }

    String redisUri() {
        return redis.uri();
    }

    /** What runs where, how to open it and what to try, for the terminal. */
    String describe() {
        var text = new StringBuilder("\nGatefarm is running the chat. Ctrl-C stops everything.\n\n");
        for (GatewayServer gateway : gateways) {
            text.append(line("open", "http://localhost:" + gateway.port() + "/"))
                    .append(line(
                            "",
                            "gateway " + gateway.id() + ", metrics on http://localhost:" + gateway.adminPort()
                                    + "/metrics"));
        }
        for (Worker worker : workers) {
            text.append(line("worker", worker.id()));
        }
        var uri = URI.create(redis.uri());
        String cli = "redis-cli -h " + uri.getHost() + " -p " + (uri.getPort() < 0 ? 6379 : uri.getPort()) + " ";
        return text.append(line("redis", redis.describe()))
                .append(line("try", cli + "HGETALL '{" + plan.app() + ".0}:cell'"))
                .append(line("", cli + "--scan"))
                .append('\n')
                .toString();
    }

    private static String line(String what, String value) {
        return String.format("  %-8s%s%n", what, value);
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not stop cleanly: {}", part.getClass().getSimpleName(), e.getMessage());
            }
        }
        closed.countDown();
    }
}

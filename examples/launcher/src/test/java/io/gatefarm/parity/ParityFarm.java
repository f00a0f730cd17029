package io.gatefarm.parity;

import io.gatefarm.gateway.GatewayServer;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.PingConfig;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.worker.Events;
import io.gatefarm.worker.Worker;
import io.gatefarm.worker.WorkerConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One test's app on a real Redis: gateways with sockets, a worker with the test's events, a push client, all in this process. */
final class ParityFarm implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RedisSource REDIS = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));

    private final String app = "parity-" + ClientIds.randomName(new SecureRandom());
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<GatewayServer> gateways = new ArrayList<>();
    private final GatewayClient push;
    private final RedisClient lettuce = RedisClient.create(REDIS.uri());
    private final StatefulRedisConnection<String, String> connection = lettuce.connect();

    private ParityFarm() {
        this.push = GatewayClient.connect(REDIS.uri(), app);
        started.push(push);
    }

    /** With default settings. */
    static ParityFarm start(int gateways, Events events) {
        return start(gateways, config -> config, events);
    }

    static ParityFarm start(int gateways, UnaryOperator<GatewayConfig> settings, Events events) {
        var farm = new ParityFarm();
        try {
            Worker worker = farm.startWorker(events);
            await().until(() -> worker.partitions().size() == FarmRedis.DEFAULT_PARTITIONS);
            for (int i = 0; i < gateways; i++) {
                var config = GatewayConfig.defaults(REDIS.uri(), farm.app);
                config = config.withListen(config.listen().withPorts(0, 0));
                var gateway = GatewayServer.start(settings.apply(config));
                farm.gateways.add(gateway);
                farm.started.push(gateway); // on top: gateways stop first, so that the worker still sees the closes
            }
            return farm;
        } catch (RuntimeException e) {
            farm.close();
            throw e;
        }
    }

    /** Settings of gateways that close whoever says nothing for so long. */
    static UnaryOperator<GatewayConfig> idleTimeout(Duration silence) {
        return ping(new PingConfig(Duration.ZERO, "", 1, silence));
    }

    static UnaryOperator<GatewayConfig> ping(PingConfig ping) {
        return config -> config.withClient(config.client().withPing(ping));
    }

    /** One more worker, named as all of them. */
    Worker startWorker(Events events) {
        var worker = Worker.start(WorkerConfig.of(REDIS.uri(), app), events);
        started.push(worker);
        return worker;
    }

    GatewayServer gateway(int index) {
        return gateways.get(index);
    }

    /** A push client that is no worker's. */
    Gateway push() {
        return push;
    }

    /** Plain Redis commands. */
    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    Keys keys() {
        return new Keys(app);
    }

    /** Connects to a gateway. */
    WebClient connect(int gateway, String path, String... headers) {
        return WebClient.connect(gateways.get(gateway).port(), path, headers);
    }

    static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new AssertionError("does not stop", e);
            }
        }
        connection.close();
        lettuce.shutdown();
    }
}

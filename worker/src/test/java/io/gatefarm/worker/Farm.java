package io.gatefarm.worker;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.testing.Resp;
import io.gatefarm.redis.testing.TestGateway;
import io.gatefarm.worker.partition.WorkLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One test's app: a gateway without sockets, a push client, and the workers that the test starts. */
final class Farm implements BeforeEachCallback, AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String app = "worker-" + ClientIds.randomName(new SecureRandom());
    private final Deque<Worker> workers = new ArrayDeque<>();
    private String uri = "";
    private FarmRedis redis;
    private GatewayClient push;
    private TestGateway gateway;

    @Override
    public void beforeEach(ExtensionContext context) {
        RedisSource source = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        RedisSource.class,
                        key -> RedisSource.open(System.getenv("GATEFARM_TEST_REDIS")),
                        RedisSource.class);
        open(source.uri());
    }

    /** For a test with a Redis of its own. */
    void open(String redisUri) {
        uri = redisUri;
        redis = FarmRedis.open(RedisConfig.of(uri), app);
        push = GatewayClient.over(redis);
        gateway = new TestGateway(redis);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    void close() {
        while (!workers.isEmpty()) {
            workers.pop().close();
        }
        gateway.close();
        redis.close();
    }

    /** Starts a worker and waits until it handles all that is not another worker's. */
    Worker start(Events events) {
        return start(config(WorkLimits.DEFAULTS), events);
    }

    Worker start(WorkerConfig config, Events events) {
        var worker = Worker.start(config, events);
        workers.push(worker);
        if (workers.size() == 1) {
            await().until(() -> worker.partitions().size() == FarmRedis.DEFAULT_PARTITIONS);
        }
        return worker;
    }

    /** Stops a worker before the test's end. */
    void stop(Worker worker) {
        workers.remove(worker);
        worker.close();
    }

    WorkerConfig config(WorkLimits limits) {
        return new WorkerConfig(RedisConfig.of(uri), app, "test", 0, limits);
    }

    /** Limits with another lease. */
    static WorkLimits lease(Duration lease) {
        var d = WorkLimits.DEFAULTS;
        return new WorkLimits(lease, d.openEvents(), d.commitEvents(), d.commitInterval(), d.handOver());
    }

    TestGateway gateway() {
        return gateway;
    }

    /** A push client that is no worker's. */
    Gateway push() {
        return push;
    }

    FarmRedis redis() {
        return redis;
    }

    String uri() {
        return uri;
    }

    Keys keys() {
        return redis.keys();
    }

    Resp raw() {
        return new Resp(uri);
    }

    /** A partition's stored read position. */
    String position(int partition) {
        return raw().text("HGET", keys().partition(partition), "position");
    }

    /** The ids that a partition's owner stored as read and not finished, with commas. */
    String unfinished(int partition) {
        return raw().text("HGET", keys().partition(partition), "unfinished");
    }

    static <T> T answer(CompletionStage<T> stage) {
        return RedisFailures.await(stage, PATIENCE);
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
    }
}

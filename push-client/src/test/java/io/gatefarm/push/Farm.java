package io.gatefarm.push;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.testing.Resp;
import io.gatefarm.redis.testing.TestGateway;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One test's app on the Redis of the whole run: a gateway without sockets and a push client. */
final class Farm implements BeforeEachCallback, AfterEachCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String app = "push-" + ClientIds.randomName(new SecureRandom());
    private RedisSource source;
    private FarmRedis redis;
    private TestGateway gateway;
    private GatewayClient client;

    @Override
    public void beforeEach(ExtensionContext context) {
        source = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(
                        RedisSource.class,
                        key -> RedisSource.open(System.getenv("GATEFARM_TEST_REDIS")),
                        RedisSource.class);
        redis = FarmRedis.open(RedisConfig.of(source.uri()).withCommandTimeout(PATIENCE), app);
        gateway = new TestGateway(redis);
        client = GatewayClient.over(redis);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client.close();
        gateway.close();
        redis.close();
    }

    /** One more push client of the app; the caller closes it. */
    GatewayClient anotherClient() {
        return GatewayClient.connect(source.uri(), app);
    }

    GatewayClient client() {
        return client;
    }

    TestGateway gateway() {
        return gateway;
    }

    /** The connections of gateway and push client. */
    FarmRedis redis() {
        return redis;
    }

    String uri() {
        return source.uri();
    }

    Resp raw() {
        return new Resp(source.uri());
    }

    /** The answer to a call. */
    static <T> T answer(CompletionStage<T> stage) {
        return RedisFailures.await(stage, PATIENCE);
    }
}

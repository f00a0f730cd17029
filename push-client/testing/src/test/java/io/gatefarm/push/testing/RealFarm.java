package io.gatefarm.push.testing;

import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.testing.Resp;
import io.gatefarm.redis.testing.TestGateway;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An app on a real Redis: two gateways without sockets and two push clients. As an extension: one per test, on one Redis. */
final class RealFarm implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
    /** No client's: what is sent to it only shows that all before it has arrived. */
    private static final String NOBODY = "0000000000000000000";

    /** A busy machine is no fault of the code under test. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String app = "contract-" + ClientIds.randomName(new SecureRandom());
    private String uri = "";
    private FarmRedis redis;
    private TestGateway here;
    private TestGateway elsewhere;
    private GatewayClient client;
    private GatewayClient another;
    private int barriers;

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

    void open(String redisUri) {
        uri = redisUri;
        RedisConfig config = RedisConfig.of(redisUri).withCommandTimeout(PATIENCE);
        redis = FarmRedis.open(config, app);
        here = new TestGateway(redis);
        elsewhere = new TestGateway(redis);
        client = GatewayClient.over(redis);
        another = GatewayClient.connect(config, app);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        another.close();
        client.close();
        here.close();
        elsewhere.close();
        redis.close();
    }

    GatewayClient client() {
        return client;
    }

    GatewayClient anotherClient() {
        return another;
    }

    TestGateway here() {
        return here;
    }

    TestGateway elsewhere() {
        return elsewhere;
    }

    /** The gateway that the client was connected to. */
    TestGateway holder(String clientId) {
        return here.hasHeld(clientId) ? here : elsewhere;
    }

    /** Waits until the gateways have got all that the first push client was told to send. */
    void awaitArrival() {
        String barrier = String.format(Locale.ROOT, "barrier %d", ++barriers);
        for (TestGateway gateway : List.of(here, elsewhere)) {
            client.sendVia(gateway.id(), NOBODY, Message.text(barrier));
            gateway.awaitText(barrier);
        }
    }

    /** The keys of the app, without what they all begin with. */
    List<String> keys() {
        String tag = redis.keys().tag();
        List<?> names = (List<?>) new Resp(uri).call("KEYS", tag + "*");
        return names.stream()
                .map(name -> name.toString().substring(tag.length()))
                .toList();
    }
}

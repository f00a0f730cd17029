package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalSentinelRedis;
import io.gatefarm.redis.script.FunctionLibrary;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.FlushMode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console's functions are in Redis whenever a gateway is at work. On a Redis of its own, for they are there for all apps. */
@Timeout(60)
class ConsoleFunctionsTest {
    private static final String APP = "chat";
    private static final String[] NO_KEYS = {};

    private static GatewayServer start(String uri) {
        var config = GatewayConfig.defaults(uri, APP);
        return GatewayServer.start(config.withListen(config.listen().withPorts(0, 0)));
    }

    private static <T> T ask(String uri, Function<RedisCommands<String, String>, T> question) {
        var client = RedisClient.create(uri);
        try {
            return question.apply(client.connect().sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static long version(String uri) {
        return ask(
                uri, commands -> commands.<Long>fcallReadOnly("gatefarm_version", ScriptOutputType.INTEGER, NO_KEYS));
    }

    private static void awaitThere(String uri) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> version(uri) == FunctionLibrary.current().version());
    }

    @Test
    void start_thenRedisComesBackEmpty_theyAreThere() {
        try (var redis = LocalRedis.start();
                var gateway = start(redis.uri())) {
            awaitThere(redis.uri());

            redis.kill();
            redis.restart();

            awaitThere(redis.uri());
            assertThat(gateway.id()).isNotEmpty();
        }
    }

    /** As after a failover to a replica that the functions had not reached. */
    @Test
    void failover_toAServerWithoutThem_theyAreThere() {
        try (var redis = LocalSentinelRedis.start();
                var gateway = start(redis.uri())) {
            awaitThere(redis.master().uri());
            awaitThere(redis.replica().uri());
            ask(redis.master().uri(), commands -> commands.functionFlush(FlushMode.SYNC));
            String replica = redis.replica().uri();
            await().until(() ->
                    ask(replica, commands -> commands.functionList()).isEmpty());

            var promoted = redis.awaitPromoted(redis.killMaster());

            awaitThere(promoted.uri());
            assertThat(gateway.id()).isNotEmpty();
        }
    }

    @Test
    void start_userWhoMayNotLoadThem_worksWithoutThem() {
        try (var redis = LocalRedis.start()) {
            String set = ask(
                    redis.uri(),
                    commands -> commands.aclSetuser(
                            "poor",
                            AclSetuserArgs.Builder.on()
                                    .addPassword("pw")
                                    .allKeys()
                                    .allChannels()
                                    .allCommands()
                                    .removeCommand(CommandType.FUNCTION)));
            assertThat(set).isEqualTo("OK");
            try (var gateway = start(redis.uri().replace("redis://", "redis://poor:pw@"));
                    var client = TestClient.connect(gateway, "/poor")) {
                client.send("hi");
                await().until(() ->
                        "1".equals(ask(redis.uri(), commands -> commands.hget("{chat.0}:cell", "clients"))));
                int libraries =
                        ask(redis.uri(), commands -> commands.functionList().size());
                assertThat(libraries).isZero();
            }
        }
    }
}

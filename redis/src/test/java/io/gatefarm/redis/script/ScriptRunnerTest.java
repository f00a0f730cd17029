package io.gatefarm.redis.script;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisConnector;
import io.gatefarm.redis.embedded.LocalRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScriptRunnerTest {
    @Test
    void open_andEachReconnect_loadsEveryScript() {
        try (var server = LocalRedis.start();
                var connector = RedisConnector.create(RedisConfig.of(server.uri()))) {
            var runner = ScriptRunner.open(connector, () -> {});
            assertThat(known(runner)).hasSize(LuaScript.ALL.size()).doesNotContain(false);

            server.kill();
            server.restart();

            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(known(runner))
                            .hasSize(LuaScript.ALL.size())
                            .doesNotContain(false));
            runner.close();
        }
    }

    private static List<Boolean> known(ScriptRunner runner) {
        return get(runner.commands()
                .scriptExists(LuaScript.ALL.stream().map(LuaScript::sha).toArray(String[]::new)));
    }
}

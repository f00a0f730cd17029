package io.gatefarm.redis.script;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisConnector;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.embedded.LocalRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which functions are in Redis after a load. On a Redis of its own: functions are there for all apps. */
@Timeout(30)
class LoadFunctionsTest {
    private static final int VERSION = FunctionLibrary.current().version();

    private static LocalRedis server;
    private static RedisClient client;
    private static RedisCommands<String, String> plain;

    @BeforeAll
    static void start() {
        server = LocalRedis.start();
        client = RedisClient.create(server.uri());
        plain = client.connect().sync();
    }

    @AfterAll
    static void stop() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }

    @BeforeEach
    void empty() {
        plain.functionFlush(io.lettuce.core.FlushMode.SYNC);
    }

    private static boolean load(RedisConfig config) {
        try (var redis = FarmRedis.open(config, "chat")) {
            return get(redis.loadFunctions());
        }
    }

    private static boolean load() {
        return load(RedisConfig.of(server.uri()));
    }

    /** As another release would have it. */
    private static FunctionLibrary library(int version) {
        String mine = "local VERSION = " + VERSION + "\n";
        String text = FunctionLibrary.current().text();
        assertThat(text).contains(mine);
        return new FunctionLibrary(text.replace(mine, "local VERSION = " + version + "\n"), version);
    }

    private static void loadAs(int version) {
        plain.functionLoad(library(version).text(), true);
    }

    private static long version() {
        Long version = plain.fcallReadOnly("gatefarm_version", ScriptOutputType.INTEGER);
        return version;
    }

    @Test
    void load_noneThere_bringsThisVersion() {
        assertThat(load()).isTrue();
        assertThat(version()).isEqualTo(VERSION);
        assertThat(load()).isFalse();
    }

    @Test
    void load_olderThere_replacesIt() {
        loadAs(VERSION - 1);

        assertThat(load()).isTrue();
        assertThat(version()).isEqualTo(VERSION);
    }

    @Test
    void load_newerThere_leavesIt() {
        loadAs(VERSION + 1);

        assertThat(load()).isFalse();
        assertThat(version()).isEqualTo(VERSION + 1);
    }

    /** Both have been told that there are none before either loads, as when Redis comes back empty during an upgrade. */
    @Test
    void load_twoVersionsThatFoundNone_theNewerStaysWhicheverComesFirst() {
        var config = RedisConfig.of(server.uri());
        try (var connector = RedisConnector.create(config)) {
            var scripts = ScriptRunner.open(connector, () -> {});
            var older = new LoadFunctions(scripts, config, library(VERSION));
            var newer = new LoadFunctions(scripts, config, library(VERSION + 1));

            assertThat(get(newer.loadOver(LoadFunctions.NONE))).isTrue();
            assertThat(get(older.loadOver(LoadFunctions.NONE))).isFalse();
            assertThat(version()).isEqualTo(VERSION + 1);

            empty();
            assertThat(get(older.loadOver(LoadFunctions.NONE))).isTrue();
            assertThat(get(newer.loadOver(LoadFunctions.NONE))).isTrue();
            assertThat(version()).isEqualTo(VERSION + 1);
            scripts.close();
        }
    }

    @Test
    void load_userWhoMayNot_isRefusedWithItsName() {
        plain.aclSetuser(
                "poor",
                AclSetuserArgs.Builder.on()
                        .addPassword("pw")
                        .allKeys()
                        .allChannels()
                        .allCommands()
                        .removeCommand(CommandType.FUNCTION));
        var poor = RedisConfig.of(server.uri()).withLogin(RedisLogin.of("poor", "pw"));

        assertThatThrownBy(() -> load(poor))
                .isInstanceOf(RedisRefusedException.class)
                .hasMessageStartingWith("Redis does not permit user poor FUNCTION LOAD: ");
        loadAs(VERSION);
        assertThat(load(poor)).isFalse();
    }
}

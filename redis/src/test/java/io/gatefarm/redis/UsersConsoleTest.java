package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.RedisWithUsers.Role;
import io.gatefarm.redis.script.FunctionLibrary;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the users of users.acl may do and may not do by the console's functions, once an administrator has loaded them. */
@Timeout(60)
class UsersConsoleTest {
    private static final String APP = "chat";
    private static final String CLIENT = "005aaaaaaaaaaaaaaaa";
    private static final String GATEWAY = "gw1";

    @TempDir
    private static Path folder;

    private static RedisWithUsers redis;
    private static RedisCommands<String, String> plain;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisWithUsers(folder);
        plain = redis.plain();
        plain.functionLoad(FunctionLibrary.current().text(), true);
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        plain.flushall();
        plain.aclLogReset();
    }

    @Test
    void console_ofOperatorAndPush_isAllowed() {
        try (var gateway = redis.open(Role.GATEWAY, APP)) {
            UsersWorkTest.register(gateway);
            plain.hset("{chat.0}:client:" + CLIENT, "gateway", GATEWAY);
            assertThat(get(gateway.loadFunctions())).isFalse();
        }
        for (Role role : List.of(Role.PUSH, Role.WORKER)) {
            assertAllows(role, "FCALL", "gatefarm_join_group", "0", APP, CLIENT, "room");
            assertAllows(role, "FCALL", "gatefarm_bind_uid", "0", APP, CLIENT, "u1");
        }
        for (Role role : List.of(Role.OPERATOR, Role.PUSH)) {
            assertAllows(role, "FCALL_RO", "gatefarm_help", "0");
            assertAllows(role, "FCALL_RO", "gatefarm_clients", "0", APP);
            assertAllows(role, "FCALL_RO", "gatefarm_client", "0", APP, CLIENT);
            assertAllows(role, "FCALL_RO", "gatefarm_group", "0", APP, "room");
            assertAllows(role, "FCALL_RO", "gatefarm_groups", "0", APP);
            assertAllows(role, "FCALL_RO", "gatefarm_uid", "0", APP, "u1");
            assertAllows(role, "FCALL", "gatefarm_send_to_client", "0", APP, CLIENT, "hi");
            assertAllows(role, "FCALL", "gatefarm_send_to_uid", "0", APP, "u1", "hi");
            assertAllows(role, "FCALL", "gatefarm_send_to_group", "0", APP, "room", "hi");
            assertAllows(role, "FCALL", "gatefarm_send_to_all", "0", APP, "hi");
            assertAllows(role, "FCALL", "gatefarm_kick_client", "0", APP, CLIENT);
            assertAllows(role, "FCALL", "gatefarm_kick_uid", "0", APP, "u1");
        }
        for (String function : List.of("status", "gateways", "workers", "partitions", "letters")) {
            assertAllows(Role.OPERATOR, "FCALL_RO", "gatefarm_" + function, "0", APP);
        }
        assertAllows(Role.OPERATOR, "FCALL", "gatefarm_drain_gateway", "0", APP, GATEWAY);
        assertAllows(Role.OPERATOR, "FCALL", "gatefarm_replay_letter", "0", APP, "1-1");
        assertAllows(Role.PUSH, "FCALL", "gatefarm_unbind_uid", "0", APP, CLIENT);
        assertAllows(Role.PUSH, "FCALL", "gatefarm_leave_group", "0", APP, CLIENT, "room");
        assertThat(plain.aclLog()).isEmpty();
    }

    /** Functions are there for all apps; what one does is checked against the user who calls it. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void anyRole_consoleOnAnotherApp_isRefused(Role role) {
        plain.hset("{shop}:meta", "partitions", "8");
        assertRefuses(role, "FCALL_RO", "gatefarm_status", "0", "shop");
        assertRefuses(role, "FCALL", "gatefarm_send_to_all", "0", "shop", "hello");
        assertThat(redis.error(role, "FCALL", "gatefarm_send_to_all", "1", "{shop.0}:cell", APP, "hello"))
                .startsWith("NOPERM ");
        assertThat(plain.exists("{shop.0}:cell")).isZero();
    }

    @Test
    void push_consoleOfTheOperator_isRefused() {
        plain.hset("{chat}:meta", "partitions", "8");
        plain.hset("{chat.0}:gateway:gw", "state", "up");
        plain.hset("{chat.0}:client:" + CLIENT, "gateway", "gw");
        for (String function : List.of("status", "gateways", "workers", "partitions", "letters")) {
            assertRefuses(Role.PUSH, "FCALL_RO", "gatefarm_" + function, "0", "chat");
        }
        assertRefuses(Role.PUSH, "FCALL", "gatefarm_drain_gateway", "0", "chat", "gw");
        assertRefuses(Role.OPERATOR, "FCALL", "gatefarm_join_group", "0", "chat", CLIENT, "g");
    }

    private static void assertAllows(Role role, String... words) {
        assertThat(redis.error(role, words)).as("%s: %s", role, List.of(words)).isEmpty();
    }

    private static void assertRefuses(Role role, String... words) {
        assertThat(redis.error(role, words))
                .as("%s: %s", role, List.of(words))
                .startsWith("ERR The user executing the script can't ");
    }
}

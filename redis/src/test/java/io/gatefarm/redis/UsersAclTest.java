package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.RedisWithUsers.Role;
import io.gatefarm.redis.connection.RedisRefusedException;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What the users of users.acl may not do on a real Redis: touch another app's data, administer, leave their role. */
@Timeout(60)
class UsersAclTest {
    @TempDir
    private static Path folder;

    private static RedisWithUsers redis;
    private static RedisCommands<String, String> plain;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisWithUsers(folder);
        plain = redis.plain();
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

    // ---- what none of them may do

    @ParameterizedTest
    @EnumSource(Role.class)
    void anyRole_anotherAppsData_isRefused(Role role) {
        plain.hset("{shop.0}:cell", "clients", "1");
        plain.hset("{chat2.0}:cell", "clients", "1");
        for (String key : List.of("{shop.0}:cell", "{chat2.0}:cell", "{chat.0}", "cell", "{shop}:meta")) {
            assertRefuses(role, "HGET", key, "clients");
            assertRefuses(role, "HSET", key, "clients", "2");
            assertRefuses(role, "DEL", key);
            assertRefuses(role, "EVAL", "return redis.call('HGET', KEYS[1], 'clients')", "1", key);
            assertRefuses(role, "EVAL", "return redis.call('HGET', '" + key + "', 'clients')", "0");
            assertRefuses(role, "EVAL", "return redis.call('HSET', '" + key + "', 'clients', 2)", "1", "{chat.0}:cell");
        }
        assertRefuses(role, "XREAD", "STREAMS", "{shop.0}:in:0", "0");
        assertRefuses(role, "XADD", "{shop.0}:in:0", "*", "header", "h");
        assertRefuses(role, "SMEMBERS", "{shop.0}:groups");
        for (String channel : List.of("{shop.0}:to-all", "{shop.0}:to:gw", "{shop.0}:rebalance", "to-all")) {
            assertRefuses(role, "PUBLISH", channel, "x");
            assertRefuses(role, "SUBSCRIBE", channel);
            assertRefuses(role, "EVAL", "return redis.call('PUBLISH', '" + channel + "', 'x')", "0");
        }
        assertRefuses(role, "PSUBSCRIBE", "*");
        assertRefuses(role, "PSUBSCRIBE", "{shop.0}:*");
        assertThat(plain.hget("{shop.0}:cell", "clients")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIG GET *",
                "CONFIG SET maxmemory 1",
                "CONFIG REWRITE",
                "FLUSHALL",
                "FLUSHDB",
                "SWAPDB 0 1",
                "KEYS *",
                "SCAN 0",
                "RANDOMKEY",
                "DBSIZE",
                "DEBUG JMAP",
                "DEBUG SLEEP 0",
                "ACL LIST",
                "ACL SETUSER me on",
                "ACL GETUSER default",
                "ACL LOG",
                "ACL SAVE",
                "CLIENT LIST",
                "CLIENT KILL ID 1",
                "CLIENT PAUSE 1",
                "CLIENT TRACKING ON BCAST",
                "CLIENT NO-EVICT on",
                "MONITOR",
                "INFO",
                "SAVE",
                "BGSAVE",
                "BGREWRITEAOF",
                "SHUTDOWN NOSAVE",
                "REPLICAOF 127.0.0.1 1",
                "FAILOVER",
                "SCRIPT FLUSH",
                "SCRIPT KILL",
                "FUNCTION LOAD x",
                "FUNCTION LOAD REPLACE x",
                "FUNCTION DELETE gatefarm",
                "FUNCTION LIST",
                "FUNCTION FLUSH",
                "MODULE LIST",
                "MIGRATE h 1 {chat.0}:cell 0 1",
                "RESTORE {chat.0}:cell 0 x",
                "SORT {chat.0}:groups",
                "RENAME {chat.0}:cell {chat.0}:x",
                "MOVE {chat.0}:cell 1",
                "PUBSUB CHANNELS",
                "LATENCY LATEST",
                "SLOWLOG GET",
                "CLUSTER RESET",
                "PSYNC ? -1",
                "SELECT 1"
            })
    void anyRole_commandsOfTheAdministrator_areRefused(String command) {
        for (Role role : Role.values()) {
            assertRefuses(role, command.split(" ", -1));
        }
    }

    // ---- what one role may not do of its own app

    @Test
    void push_streamsAndLeases_areRefused() {
        for (String key : List.of(
                "{chat.0}:partition:0",
                "{chat.0}:worker:w",
                "{chat.0}:appended:gw",
                "{chat.0}:gateways",
                "{chat.0}:workers",
                "{chat.0}:dead-gateways",
                "{chat.0}:lock:sweep",
                "{chat}:meta")) {
            assertRefuses(Role.PUSH, "HSET", key, "owner", "me");
            assertRefuses(Role.PUSH, "EVAL", "return redis.call('DEL', KEYS[1])", "1", key);
        }
        assertRefuses(Role.PUSH, "XREAD", "STREAMS", "{chat.0}:in:0", "0");
        assertRefuses(Role.PUSH, "XADD", "{chat.0}:in:0", "*", "header", "h");
        assertRefuses(Role.PUSH, "EVAL", "return redis.call('XADD', KEYS[1], '*', 'h', 'h')", "1", "{chat.0}:in:0");
        assertRefuses(Role.PUSH, "XRANGE", "{chat.0}:dead-letters", "-", "+");
        assertRefuses(Role.PUSH, "SUBSCRIBE", "{chat.0}:to-all");
        assertRefuses(Role.PUSH, "PUBLISH", "{chat.0}:rebalance", "x");
    }

    @Test
    void gateway_readingStreamsAndLeasesOfWorkers_isRefused() {
        plain.xadd("{chat.0}:in:0", "header", "h");
        assertRefuses(Role.GATEWAY, "XREAD", "STREAMS", "{chat.0}:in:0", "0");
        assertRefuses(Role.GATEWAY, "XRANGE", "{chat.0}:in:0", "-", "+");
        assertRefuses(Role.GATEWAY, "EVAL", "return redis.call('XRANGE', KEYS[1], '-', '+')", "1", "{chat.0}:in:0");
        assertRefuses(Role.GATEWAY, "XTRIM", "{chat.0}:in:0", "MAXLEN", "0");
        assertRefuses(Role.GATEWAY, "XRANGE", "{chat.0}:dead-letters", "-", "+");
        assertRefuses(Role.GATEWAY, "ZADD", "{chat.0}:workers", "1", "w");
        assertRefuses(Role.GATEWAY, "HSET", "{chat.0}:worker:w", "name", "w");
        assertRefuses(Role.GATEWAY, "SET", "{chat.0}:lock:other", "me");
        assertRefuses(Role.GATEWAY, "SET", "{chat.0}:cell", "me");
        assertRefuses(Role.GATEWAY, "PUBLISH", "{chat.0}:rebalance", "x");
        assertRefuses(Role.GATEWAY, "CLIENT", "UNBLOCK", "1");
    }

    @Test
    void operator_changingTheDirectory_isRefused() {
        for (String key : List.of(
                "{chat.0}:client:c",
                "{chat.0}:session:c",
                "{chat.0}:group:g",
                "{chat.0}:group-gateways:g",
                "{chat.0}:uid:u",
                "{chat.0}:partition:0",
                "{chat.0}:appended:gw",
                "{chat}:meta")) {
            assertRefuses(Role.OPERATOR, "HSET", key, "value", "{}");
            assertRefuses(Role.OPERATOR, "EVAL", "return redis.call('HSET', KEYS[1], 'value', '')", "1", key);
        }
        assertRefuses(Role.OPERATOR, "SADD", "{chat.0}:dead-gateways", "gw");
        assertRefuses(Role.OPERATOR, "ZADD", "{chat.0}:gateways", "1", "gw");
        assertRefuses(Role.OPERATOR, "XADD", "{chat.0}:dead-letters", "*", "header", "h");
        assertRefuses(Role.OPERATOR, "XDEL", "{chat.0}:in:0", "1-1");
        assertRefuses(Role.OPERATOR, "XTRIM", "{chat.0}:dead-letters", "MAXLEN", "0");
        assertRefuses(Role.OPERATOR, "DEL", "{chat.0}:gateway:gw");
        assertRefuses(Role.OPERATOR, "CLIENT", "UNBLOCK", "1");
    }

    // ---- how it is said

    @Test
    void refusal_ofAScript_namesUserAndScript() {
        try (var push = redis.open(Role.PUSH, "chat")) {
            assertThatThrownBy(() -> get(push.partitionLeases().acquire(0, "w1", TestFarm.LEASE, "")))
                    .isInstanceOf(RedisRefusedException.class)
                    .hasMessageStartingWith("Redis does not permit user chat-push script acquire_partition: ");
        }
    }

    @Test
    void refusal_ofAnotherApp_namesUserAndKey() {
        try (var shop = redis.open(Role.GATEWAY, "shop")) {
            assertThatThrownBy(() -> shop.partitions(0))
                    .isInstanceOf(RedisRefusedException.class)
                    .hasMessageStartingWith("Redis does not permit user chat-gateway the hash {shop}:meta: NOPERM ");
            assertThatThrownBy(() -> shop.outbound().subscribeToRebalance(hint -> {}))
                    .isInstanceOf(RedisRefusedException.class)
                    .hasMessageStartingWith("Redis does not permit user chat-gateway SUBSCRIBE {shop.0}:rebalance: ");
        }
    }

    private static void assertRefuses(Role role, String... words) {
        assertThat(redis.error(role, words))
                .as("%s: %s", role, List.of(words))
                .matches("(?s)(NOPERM .*|ERR The user executing the script can't .*|.*ACL failure.*)");
    }
}

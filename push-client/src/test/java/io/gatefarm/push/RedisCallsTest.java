package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.testing.Resp;
import io.gatefarm.redis.testing.TestGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each method costs, in Redis calls, as docs/push-api.md has it: counted by a Redis of its own. */
final class RedisCallsTest {
    private static final LocalRedis SERVER = LocalRedis.start();
    private static final Pattern CALLS = Pattern.compile("cmdstat_([a-z|]+):calls=([0-9]+)");

    private final Resp raw = new Resp(SERVER.uri());
    private final FarmRedis redis = FarmRedis.open(
            RedisConfig.of(SERVER.uri()).withCommandTimeout(Duration.ofSeconds(15)), "calls-" + System.nanoTime());
    private final TestGateway gateway = new TestGateway(redis);
    private final GatewayClient push = GatewayClient.over(redis);
    private final String client = gateway.connect();

    RedisCallsTest() {
        gateway.stopBeating(); // beats are calls, too
    }

    @AfterEach
    void closeFarm() {
        gateway.close();
        redis.close();
    }

    @AfterAll
    static void closeServer() {
        SERVER.close();
    }

    /** The commands that the action's connection made; those inside scripts left out. */
    private Map<String, Integer> calls(Runnable action) {
        raw.call("CONFIG", "RESETSTAT");
        action.run();
        Map<String, Integer> calls = new TreeMap<>();
        Matcher stats = CALLS.matcher(raw.text("INFO", "commandstats"));
        while (stats.find()) {
            calls.put(stats.group(1), Integer.valueOf(stats.group(2)));
        }
        if (calls.containsKey("evalsha")) {
            return Map.of("evalsha", calls.get("evalsha"));
        }
        calls.keySet().removeIf(command -> command.startsWith("config") || command.equals("info"));
        return calls;
    }

    private static Map<String, Integer> scripts(int count) {
        return Map.of("evalsha", count);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }

    @Test
    void sends_one_areOneCallPer500Receivers() {
        List<String> clients = gateway.connect(1_001);
        assertThat(calls(() -> answer(push.sendToClient(client, "x")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.sendToClients(clients, "x")))).isEqualTo(scripts(3));
        assertThat(calls(() -> answer(push.sendToUid("u", "x")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.sendToUids(names(500), "x")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.sendToUids(names(501), "x")))).isEqualTo(scripts(2));
        assertThat(calls(() -> answer(push.sendToGroups(names(3), "x")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.sendToAll("x")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.closeClient(client)))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.closeUid("u")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.abortClient(client)))).isEqualTo(scripts(1));
    }

    @Test
    void sends_toNobody_areNoCall() {
        assertThat(calls(() -> {
                    answer(push.sendToClients(List.of(), "x"));
                    answer(push.sendToUids(List.of(), "x"));
                    answer(push.sendToGroups(List.of(), "x"));
                    answer(push.sendToClient("no id", "x"));
                    answer(push.joinGroup("no id", "g"));
                    push.isOnline("no id");
                }))
                .isEmpty();
    }

    @Test
    void changes_one_areOneCallAndUngroupOnePer200() {
        assertThat(calls(() -> answer(push.joinGroup(client, "g")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.leaveGroup(client, "g")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.bindUid(client, "u")))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.unbindUid(client)))).isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.setSession(client, new JsonObject()))))
                .isEqualTo(scripts(1));
        assertThat(calls(() -> answer(push.updateSession(client, new JsonObject()))))
                .as("after one read")
                .isEqualTo(scripts(1));
        List<CompletionStage<?>> joined = gateway.connect(1_000).stream()
                .<CompletionStage<?>>map(member -> push.joinGroup(member, "g"))
                .toList();
        joined.forEach(Farm::answer);
        assertThat(calls(() -> answer(push.ungroup("g")))).isEqualTo(scripts(5));
    }

    @Test
    void queries_one_areOneCall() {
        answer(push.joinGroup(client, "g"));
        answer(push.bindUid(client, "u"));
        assertThat(calls(() -> push.isOnline(client))).isEqualTo(Map.of("exists", 1));
        assertThat(calls(() -> push.isUidOnline("u"))).isEqualTo(Map.of("exists", 1));
        assertThat(calls(() -> push.onlineUids(names(3)))).isEqualTo(Map.of("exists", 3));
        assertThat(calls(push::countClients)).isEqualTo(Map.of("hget", 1));
        assertThat(calls(() -> push.countClients("g"))).isEqualTo(Map.of("hlen", 1));
        assertThat(calls(() -> push.countClients(names(3)))).isEqualTo(Map.of("hlen", 3));
        assertThat(calls(push::countUids)).isEqualTo(Map.of("scard", 1));
        assertThat(calls(push::countGroups)).isEqualTo(Map.of("scard", 1));
        assertThat(calls(() -> push.groupsOf(client))).isEqualTo(Map.of("hkeys", 1));
        assertThat(calls(() -> push.clientIdsOfUid("u"))).isEqualTo(Map.of("hkeys", 1));
        assertThat(calls(() -> push.uidOf(client))).isEqualTo(Map.of("hget", 2));
        assertThat(calls(() -> push.session(client))).isEqualTo(Map.of("hmget", 1));
        assertThat(calls(push::clientIds)).isEqualTo(scripts(1));
        assertThat(calls(() -> push.clientIdsOfGroup("g"))).isEqualTo(Map.of("hscan", 1));
        assertThat(calls(() -> push.uidsOfGroup("g"))).isEqualTo(scripts(1));
        assertThat(calls(push::uids)).isEqualTo(Map.of("sscan", 1));
        assertThat(calls(push::groups)).isEqualTo(Map.of("sscan", 1));
        assertThat(calls(() -> push.sessionsOfGroup("g"))).isEqualTo(Map.of("hscan", 1, "hmget", 1));
    }

    @Test
    void sends_manyWaitingOfOneTarget_shareCalls() {
        Map<String, Integer> calls = calls(() -> {
            CompletionStage<Receipt> last = push.sendToClient(client, "first");
            for (int i = 0; i < 5_000; i++) {
                last = push.sendToClient(client, "n" + i);
            }
            answer(last);
        });
        assertThat(calls.get("evalsha")).isLessThan(2_500);
    }
}

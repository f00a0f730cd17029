package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.ConnectProblem;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalSentinelRedis;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.testing.Resp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Redis with Sentinels whose master goes, under a gateway's appends and subscription, a worker and a push client. */
@Timeout(120)
final class FailoverTest {
    private static final Pattern SCRIPTS = Pattern.compile("number_of_cached_scripts:(\\d+)");

    private final LocalSentinelRedis redis = LocalSentinelRedis.start();
    private final Farm farm = new Farm();
    private final RecordedEvents events = new RecordedEvents();

    @AfterEach
    void close() {
        farm.close();
        redis.close();
    }

    @Test
    void master_killedUnderTraffic_allGoOnAtTheNextOneAndLoseNothing() throws Exception {
        farm.open(redis.uri());
        Worker worker = farm.start(events);
        assertThat(scripts(redis.replica())).isZero();
        try (var traffic = new Traffic(farm.gateway())) {
            await().until(() -> traffic.sent() > 20);
            traffic.clients().forEach(this::awaitReplicated);

            LocalRedis promoted = redis.awaitPromoted(redis.killMaster());

            int then = traffic.sent();
            await().until(() -> traffic.sent() > then + 20);
            assertReaches(traffic.clients().get(0));
            int sent = traffic.stop();
            assertThat(traffic.clients()).allSatisfy(client -> {
                events.await(client, Integer.toString(sent - 1));
                Traffic.assertNoneLost(
                        events.of(client).stream()
                                .filter(what -> !what.equals("connect"))
                                .toList(),
                        sent);
            });
            assertThat(scripts(promoted)).isGreaterThanOrEqualTo(LuaScript.ALL.size());
            assertThat(new Resp(promoted.uri()).text("INFO", "commandstats")).doesNotContain("cmdstat_eval:");
            await().until(() -> worker.partitions().size() == FarmRedis.DEFAULT_PARTITIONS);
        }
    }

    @Test
    void master_hung_allLeaveItsOpenConnections() {
        farm.open(redis.uri());
        farm.start(events);
        String client = farm.gateway().connect();
        awaitReplicated(client);

        LocalRedis hung = redis.pauseMaster();
        redis.awaitPromoted(hung);

        assertReaches(client);
        farm.gateway().receive(client, "after");
        events.await(client, "after");
    }

    @Test
    void master_wellButReplaced_allLeaveItWithinSeconds() {
        farm.open(redis.uri());
        farm.start(events);
        String client = farm.gateway().connect();
        awaitReplicated(client);
        LocalRedis former = redis.master();
        await().until(() -> blockedReads(former) == 1);

        redis.failover();

        await().until(() -> blockedReads(former) == 0 && blockedReads(redis.master()) == 1);
        assertThat(new Resp(former.uri()).text("ROLE")).startsWith("[master"); // nobody but we has closed a connection
        assertReaches(client);
        farm.gateway().receive(client, "after");
        events.await(client, "after");
    }

    /** What a replica lacks is lost with its master, and the gateway of this test does not put it back as a real one does. */
    private void awaitReplicated(String client) {
        await().until(() -> Long.valueOf(1)
                .equals(new Resp(redis.replica().uri())
                        .call("EXISTS", farm.keys().client(client))));
    }

    /**
     * Sends until it arrives: a message sent before the gateway listens at the new master is lost. Wakes the reader as well: it has
     * another id at another server.
     */
    private void assertReaches(String client) {
        await().ignoreException(RedisUnavailableException.class)
                .until(() ->
                        Farm.answer(farm.push().sendToClient(client, "hello")).clients() == 1
                                && farm.gateway().texts(client).contains("hello"));
    }

    private static int scripts(LocalRedis node) {
        Matcher matcher = SCRIPTS.matcher(new Resp(node.uri()).text("INFO", "memory"));
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static long blockedReads(LocalRedis node) {
        return new Resp(node.uri())
                .text("CLIENT", "LIST")
                .lines()
                .filter(client -> client.contains("cmd=xread"))
                .count();
    }

    // ---- what cannot work

    @Test
    void open_wrongWords_namesWhatIsWrong() throws Exception {
        farm.open(redis.uri());
        String otherName = redis.uri().replaceFirst("#.*", "#other");
        assertThat(assertFails(RedisConfig.of(otherName), ConnectProblem.MASTER_NAME))
                .hasMessageEndingWith("#other: the Sentinels know no master of that name");

        var login = RedisConfig.of(redis.uri()).withLogin(RedisLogin.of("me", "topsecret"));
        assertThat(assertFails(login, ConnectProblem.LOGIN))
                .hasMessageContaining("master at 127.0.0.1:" + redis.master().port() + ": it refuses user me: ");

        List<Resp> sentinels = redis.sentinelPorts().stream()
                .map(port -> new Resp("redis://127.0.0.1:" + port))
                .toList();
        sentinels.forEach(sentinel -> sentinel.call("ACL", "SETUSER", "default", "resetpass", ">topsecret"));
        var right = RedisConfig.of(redis.uri()).withSentinelLogin(RedisLogin.of("", "topsecret"));
        FarmRedis.open(right, "chat").close();
        assertThat(assertFails(RedisConfig.of(redis.uri()), ConnectProblem.SENTINEL_LOGIN))
                .hasMessageContaining(": the Sentinels refuse this process: NOAUTH");
        var wrong = right.withSentinelLogin(RedisLogin.of("", "topsecret2"));
        assertThat(assertFails(wrong, ConnectProblem.SENTINEL_LOGIN)).hasMessageContaining("WRONGPASS");
    }

    private static RedisUnavailableException assertFails(RedisConfig config, ConnectProblem problem) {
        var failure = catchThrowableOfType(
                RedisUnavailableException.class,
                () -> FarmRedis.open(config, "chat").close());
        assertThat(failure).hasMessageStartingWith("cannot connect to Redis at " + config.address() + ": ");
        assertThat(failure.problem()).as(failure.getMessage()).contains(problem);
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("topsecret");
        return failure;
    }
}

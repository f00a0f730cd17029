package io.gatefarm.redis.connection;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import io.gatefarm.redis.lease.GatewayBeat;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayRegistration;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.StreamEntry;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What happens when Redis goes away, comes back, forgets or stalls: always on a server of its own. */
@Timeout(30)
class RedisOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final String CLIENT = "00100000000000000vv";

    private static LocalRedis server;

    private FarmRedis redis;
    private RedisClient plainClient;
    private RedisCommands<String, String> plain;

    @BeforeAll
    static void startServer() {
        server = LocalRedis.start(LocalRedisConfig.DEFAULTS.withAppendOnly().withDirective("appendfsync always"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        redis = FarmRedis.open(new RedisConfig(server.uri(), COMMAND_TIMEOUT), "outage");
        plainClient = RedisClient.create(server.uri());
        plain = plainClient.connect().sync();
    }

    @AfterEach
    void close() {
        redis.close();
        plain.flushall();
        plainClient.shutdown(Duration.ZERO, PATIENCE);
    }

    private void register() {
        var registration = get(redis.gatewayLeases().register("gw1", LEASE, "i", "host", 8));
        assertThat(registration.status()).isEqualTo(GatewayRegistration.Status.OK);
    }

    private CompletableFuture<AppendReply> append(long sequence) {
        return redis.inbound()
                .append(new AppendBatch("gw1", 1, sequence, sequence, 1000, List.of(opened(CLIENT, "gw1"))));
    }

    private void awaitBack() {
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> get(redis.directory().countClients()) >= 0);
    }

    // ---- not reachable at the start

    @Test
    void open_nobodyListens_namesTheAddressWithoutThePassword() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var config = RedisConfig.of("redis://me:topsecret@127.0.0.1:" + port);

        Throwable failure = catchThrowable(() -> FarmRedis.open(config, "chat"));

        assertThat(failure)
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageStartingWith("cannot connect to Redis at 127.0.0.1:" + port + ": ");
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("topsecret");
        assertThat(config.toString()).doesNotContain("topsecret");
    }

    @Test
    void open_wrongPassword_saysSoWithoutIt() {
        plain.aclSetuser(
                "me", AclSetuserArgs.Builder.on().addPassword("right").allKeys().allCommands());
        var config = RedisConfig.of("redis://me:topsecret@127.0.0.1:" + server.port());

        Throwable failure = catchThrowable(() -> FarmRedis.open(config, "chat"));

        assertThat(failure)
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageStartingWith("cannot connect to Redis at 127.0.0.1:" + server.port() + ": ")
                .hasMessageMatching(".*(WRONGPASS|wrong user or password).*");
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("topsecret");
    }

    // ---- away and back

    @Test
    void commands_redisAway_failAtOnceAndWorkAgainAfterItsReturn() {
        register();
        assertThat(get(append(1)).status()).isEqualTo(AppendReply.Status.OK);

        server.kill();
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(
                        () -> assertThatThrownBy(() -> get(redis.directory().countClients()))
                                .isInstanceOf(RedisUnavailableException.class));
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> get(append(2))).isInstanceOf(RedisUnavailableException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(COMMAND_TIMEOUT);

        server.restart();
        awaitBack();

        assertThat(get(append(2)))
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(AppendReply.Status.OK, 2, 2, "", "", ""));
        assertThat(get(redis.directory().countClients())).isEqualTo(1);
    }

    @Test
    void commands_inFlightWhenRedisDies_failAndAreNotSentAgain() {
        redis.partitions(8);
        var leases = redis.partitionLeases();
        plain.clientPause(60_000);
        var announced = leases.describe("w1", Map.of("host", "h"));

        server.kill();

        assertThatThrownBy(() -> get(announced)).isInstanceOf(RedisUnavailableException.class);
        server.restart();
        awaitBack();
        assertThat(plain.exists(redis.keys().worker("w1"))).isZero();
    }

    @Test
    void redisLostItsData_gatewayIsUnknownAndRegistersAnew() {
        register();
        var leases = redis.gatewayLeases();
        get(append(1));

        server.restartEmpty();
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(get(leases.beat("gw1", LEASE, GatewayCounts.NONE)))
                        .isEqualTo(new GatewayBeat(GatewayBeat.Status.UNKNOWN, "", 0, 0, Wanted.NOTHING, Map.of())));
        awaitBack();
        assertThat(get(append(2)).status()).isEqualTo(AppendReply.Status.UNKNOWN);

        register();
        assertThat(get(append(2)))
                .usingRecursiveComparison()
                .ignoringFields("entryId")
                .isEqualTo(new AppendReply(AppendReply.Status.OK, 2, 1, "", "", ""));
    }

    @Test
    void reader_connectionLost_failsTellsAndReadsAgain() {
        register();
        var reconnected = new AtomicInteger();
        var reader = redis.inbound().reader(reconnected::incrementAndGet);
        var reading = CompletableFuture.supplyAsync(() -> reader.read(Map.of(1, "0-0"), 10, Duration.ofSeconds(1)));
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> plain.clientList().lines().anyMatch(line -> line.contains("cmd=xread")));

        plain.clientKill(KillArgs.Builder.typeNormal().skipme());

        assertThatThrownBy(() -> get(reading)).isInstanceOf(RedisUnavailableException.class);
        await().atMost(PATIENCE).pollInterval(POLL).until(() -> reconnected.get() == 1);
        awaitBack();
        get(append(1));
        assertThat(reader.read(Map.of(1, "0-0"), 10, Duration.ofSeconds(1)))
                .extracting(StreamEntry::origin)
                .containsExactly("gw1:1:1");

        var woken = CompletableFuture.supplyAsync(() -> reader.read(Map.of(2, "0-0"), 10, Duration.ofMillis(1900)));
        await().atMost(Duration.ofMillis(1500)).pollInterval(POLL).until(() -> {
            reader.wake();
            return woken.isDone();
        });
        assertThat(get(woken)).isEmpty();
        reader.close();
    }

    // ---- scripts forgotten

    @Test
    void scripts_flushedWhileRunning_callsGoOnWorking() {
        register();
        List<CompletableFuture<AppendReply>> replies = new ArrayList<>();

        for (long sequence = 1; sequence <= 20; sequence++) {
            plain.scriptFlush();
            replies.add(append(sequence));
            assertThat(get(replies.get(replies.size() - 1)).status()).isEqualTo(AppendReply.Status.OK);
        }
        plain.scriptFlush();

        assertThat(get(redis.directory().joinGroup(CLIENT, "room"))).isEqualTo(Change.DONE);
        assertThat(get(redis.outbound().sendToClient(CLIENT, new byte[0]))).isTrue();
        assertThat(plain.xlen(redis.keys().in(1))).isEqualTo(20);
    }

    @Test
    void scripts_flushedUnderLoad_everyCallIsAnsweredAndNoneRunsTwice() {
        register();
        List<CompletableFuture<Boolean>> sends = new ArrayList<>();

        for (int i = 0; i < 2000; i++) {
            if (i % 200 == 100) {
                plain.scriptFlush();
            }
            sends.add(redis.outbound().sendToGateway("gw1", new byte[0]));
        }
        get(CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new)));

        assertThat(sends).allMatch(CompletableFuture::join);
        assertThat(plain.hget(redis.keys().gateway("gw1"), "sent")).isEqualTo("2000");
    }

    // ---- subscribers

    @Test
    void subscriber_killed_subscribesAgain() throws InterruptedException {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var subscription = subscribe(arrived)) {
            get(redis.outbound().sendToAll("a".getBytes(UTF_8)));
            assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("1\na");

            plain.clientKill(KillArgs.Builder.typePubsub());
            awaitSubscribed();
            get(redis.outbound().sendToAll("b".getBytes(UTF_8)));

            assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("2\nb");
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    void subscriber_redisAwayAndBack_subscribesAgain() throws InterruptedException {
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        try (var subscription = subscribe(arrived)) {
            server.kill();
            server.restart();
            awaitBack();
            awaitSubscribed();
            get(redis.outbound().sendToAll("b".getBytes(UTF_8)));

            assertThat(arrived.poll(5, TimeUnit.SECONDS)).isEqualTo("1\nb");
            assertThat(subscription).isNotNull();
        }
    }

    private ChannelSubscription subscribe(BlockingQueue<String> arrived) {
        return redis.outbound().subscribe("gw1", new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                arrived.add("to gateway: " + new String(message, UTF_8));
            }

            @Override
            public void toAll(byte[] message) {
                arrived.add(new String(message, UTF_8));
            }
        });
    }

    private void awaitSubscribed() {
        String channel = redis.keys().toAll();
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> plain.pubsubNumsub(channel).getOrDefault(channel, 0L) == 1);
    }

    // ---- slow, full, closed

    @Test
    void command_redisStalls_failsAfterTheCommandTimeout() {
        try (var impatient = FarmRedis.open(new RedisConfig(server.uri(), Duration.ofMillis(200)), "outage")) {
            plain.clientPause(1_000);
            long start = System.nanoTime();

            assertThatThrownBy(() -> get(impatient.directory().countClients()))
                    .isInstanceOf(RedisUnavailableException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(150), Duration.ofSeconds(3));
            await().atMost(PATIENCE)
                    .pollInterval(POLL)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(get(impatient.directory().countClients()))
                            .isZero());
        }
    }

    @Test
    void command_redisFull_isRefused() {
        register();
        plain.configSet("maxmemory", "1");
        try {
            assertThatThrownBy(() -> get(append(1)))
                    .isInstanceOf(RedisRefusedException.class)
                    .hasMessageContaining("OOM");
        } finally {
            plain.configSet("maxmemory", "0");
        }
        assertThat(get(append(1)).status()).isEqualTo(AppendReply.Status.OK);
    }

    @Test
    void close_orderly_doesNotLogALostConnection() {
        var log = (Logger) LoggerFactory.getLogger(RedisConnector.class);
        var events = new ListAppender<ILoggingEvent>();
        events.start();
        log.addAppender(events);
        try {
            var connector = RedisConnector.create(RedisConfig.of(server.uri()));
            var commands = connector.commands(() -> {});
            var subscriber = connector.subscriber(() -> {});
            commands.close();
            subscriber.close();
            connector.close();
            redis.close();
        } finally {
            log.detachAppender(events);
        }

        assertThat(events.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}

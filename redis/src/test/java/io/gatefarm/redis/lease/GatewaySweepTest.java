package io.gatefarm.redis.lease;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.AppendBatch;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(30)
class GatewaySweepTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static final Logger log = LoggerFactory.getLogger(GatewaySweepTest.class);
    private static final Duration SHORT_LEASE = Duration.ofMillis(300);
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static GatewaySweep sweep(String me) {
        return new GatewaySweep(farm.gateways(), me, SHORT_LEASE, INTERVAL, PATIENCE, System::nanoTime);
    }

    @Test
    void run_oneGatewayBeatsAndOneDoesNot_sweepsTheSilentOne() {
        farm.register("gw1", "gw2");
        String lost = farm.open("gw1", 1);
        String kept = farm.open("gw2", 1);
        var sweep = sweep("w1");

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    get(farm.gateways().beat("gw2", LEASE, GatewayCounts.NONE));
                    sweep.run();
                    return !get(farm.directory().isOnline(lost));
                });

        assertThat(get(farm.gateways().leaseEnds())).containsOnlyKeys("gw2");
        assertThat(get(farm.gateways().dead())).isEmpty();
        assertThat(get(farm.directory().isOnline(kept))).isTrue();
        assertThat(farm.entries(1)).hasSize(3);
    }

    @Test
    void run_lockHeldByAnother_leavesTheDeadToIt() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        get(farm.gateways().declareDead("gw1", ""));
        get(farm.gateways().lockSweep("w2", LEASE));

        sweep("w1").run();
        assertThat(get(farm.directory().isOnline(client))).isTrue();

        sweep("w2").run();
        assertThat(get(farm.directory().isOnline(client))).isFalse();
    }

    @Test
    void run_manyClients_sweepsThemAll() {
        farm.register("gw1");
        for (int i = 0; i < 250; i++) {
            farm.open("gw1", i % 8);
        }
        get(farm.gateways().declareDead("gw1", ""));

        sweep("w1").run();

        assertThat(get(farm.directory().countClients())).isZero();
        assertThat(get(farm.gateways().dead())).isEmpty();
    }

    // ---- who is dead, on a clock of the test's own

    private static final Duration REAL_LEASE = Duration.ofSeconds(10);
    private static final Duration REAL_INTERVAL = Duration.ofSeconds(1);

    private final AtomicLong nowNs = new AtomicLong(System.nanoTime());
    private int beats;

    private GatewaySweep watching() {
        return new GatewaySweep(farm.gateways(), "w1", REAL_LEASE, REAL_INTERVAL, PATIENCE, nowNs::get);
    }

    private void runAfter(GatewaySweep sweep, Duration time) {
        nowNs.addAndGet(time.toNanos());
        sweep.run();
    }

    private void beat(String gateway) {
        beats++; // a lease end of its own, however fast the beats follow each other
        get(farm.gateways().beat(gateway, LEASE.plusMillis(beats), GatewayCounts.NONE));
    }

    /** Seconds of silence after which the sweep has declared the gateway dead; it gives up after 30. */
    private int secondsUntilDead(GatewaySweep sweep, String client) {
        int seconds = 0;
        while (seconds < 30 && get(farm.directory().isOnline(client))) {
            seconds++;
            runAfter(sweep, Duration.ofSeconds(1));
        }
        return seconds;
    }

    @Test
    void run_seenAliveThenSilentAndNobodySubscribed_isDeadAfterTwoBeats() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        var sweep = watching();
        sweep.run();
        beat("gw1");
        runAfter(sweep, Duration.ofSeconds(1));

        assertThat(secondsUntilDead(sweep, client)).isEqualTo(4);
    }

    @Test
    void run_silentButSubscribed_hasItsWholeLease() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        var sweep = watching();
        sweep.run();
        beat("gw1");
        var deaf = new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {}

            @Override
            public void toAll(byte[] message) {}
        };
        try (var subscription = farm.outbound().subscribe("gw1", deaf)) {
            runAfter(sweep, Duration.ofSeconds(1));
            assertThat(secondsUntilDead(sweep, client)).isEqualTo(10);
            assertThat(subscription.isOpen()).isTrue();
        }
    }

    @Test
    void run_neverSeenAlive_hasItsWholeLease() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        var sweep = watching();
        sweep.run();
        beat("gw1");
        runAfter(sweep, Duration.ofSeconds(1));
        sweep.startAnew(); // another Redis: the gateway may not have found it yet
        sweep.run();

        assertThat(secondsUntilDead(sweep, client)).isEqualTo(10);
    }

    @Test
    void run_beatsButNobodySubscribed_lives() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        var sweep = watching();
        for (int i = 0; i < 30; i++) {
            if (i % 2 == 0) {
                beat("gw1");
            }
            runAfter(sweep, Duration.ofSeconds(1));
        }
        assertThat(get(farm.directory().isOnline(client))).isTrue();
    }

    @Test
    void run_redisPausedForAMinute_expiresNobody() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        var sweep = watching();
        sweep.run();
        beat("gw1");
        runAfter(sweep, Duration.ofSeconds(1));
        runAfter(sweep, Duration.ofSeconds(1));
        runAfter(sweep, Duration.ofSeconds(60)); // Redis was paused, for the gateway, too
        for (int i = 0; i < 3; i++) {
            runAfter(sweep, Duration.ofSeconds(1));
        }
        assertThat(get(farm.directory().isOnline(client))).isTrue();
        beat("gw1");
        runAfter(sweep, Duration.ofSeconds(1));
        assertThat(get(farm.directory().isOnline(client))).isTrue();
    }

    // ---- sweeping

    /** More with {@code -Dgatefarm.sweep.clients=18000}. */
    private static final int CLIENTS = Integer.getInteger("gatefarm.sweep.clients", 3_000);

    @Test
    void run_sweeperFailedHalfWay_anotherGoesOnAndEachClientHasOneClose() {
        farm.register("gw1");
        List<String> clients = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            clients.add(farm.open("gw1", i % 8));
        }
        get(farm.gateways().declareDead("gw1", ""));
        get(farm.gateways().lockSweep("w2", Duration.ofMillis(200)));
        assertThat(get(farm.gateways().sweep("gw1", 100))).isEqualTo(150); // and no more of w2

        var sweep = sweep("w1");
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            sweep.run();
            return get(farm.gateways().dead()).isEmpty();
        });

        List<String> closed = new ArrayList<>();
        for (int p = 0; p < 8; p++) {
            farm.entries(p).stream()
                    .map(entry -> entry.getBody().get("origin"))
                    .filter(origin -> origin.chars().filter(c -> c == ':').count() == 1)
                    .forEach(origin -> closed.add(origin.substring("gw1:".length())));
        }
        assertThat(closed).containsExactlyInAnyOrderElementsOf(clients);
        assertThat(get(farm.directory().countClients())).isZero();
    }

    private static double redisCpuSeconds() {
        return farm.plain()
                .info("cpu")
                .lines()
                .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    @Test
    void run_manyClientsWithUidAndGroup_takesAtMost3s() {
        farm.register("gw1");
        Map<Integer, List<ClientEvent>> opens = new HashMap<>();
        List<CompletableFuture<?>> joins = new ArrayList<>();
        var ids = new ClientIds(8, new SecureRandom());
        for (int i = 0; i < CLIENTS; i++) {
            String client = ids.next();
            opens.computeIfAbsent(ClientIds.partitionOf(client), p -> new ArrayList<>())
                    .add(TestFarm.opened(client, "gw1"));
        }
        opens.forEach((partition, events) -> {
            for (int from = 0; from < events.size(); from += 64) {
                var batch = events.subList(from, Math.min(events.size(), from + 64));
                get(farm.inbound().append(new AppendBatch("gw1", partition, from + 1, 1, 1_000_000, batch)));
            }
            events.forEach(event -> {
                joins.add(farm.directory().bindUid(event.clientId(), "u" + event.clientId()));
                joins.add(farm.directory().joinGroup(event.clientId(), "room" + joins.size() % 100));
            });
            joins.forEach(TestFarm::get); // a partition's at a time: the driver's queue has a limit
            joins.clear();
        });
        get(farm.gateways().declareDead("gw1", ""));

        double cpuBefore = redisCpuSeconds();
        long startNs = System.nanoTime();
        sweep("w1").run();
        Duration took = Duration.ofNanos(System.nanoTime() - startNs);
        double cpu = redisCpuSeconds() - cpuBefore;

        log.info("swept clients={} ms={} redisCpuMs={}", CLIENTS, took.toMillis(), Math.round(1000 * cpu));
        assertThat(get(farm.gateways().dead())).isEmpty();
        assertThat(get(farm.directory().countClients())).isZero();
        assertThat(farm.keyNames()).doesNotContain("groups", "uids", "gateway-clients:gw1");
        assertThat(took).isLessThan(Duration.ofSeconds(3));
    }
}

package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A farm under load that a real Prometheus scrapes: every query of the dashboards and alerts has an answer, and the alerts are
 * raised by what they are for. In order, for each part leaves the farm worse off than the one before.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FarmMonitoringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CROWD = 40;
    private static final int SMALLER_CROWD = 30;
    private static final int DEAF = 12;
    /** A metric, with the labels that it is asked for by; what functions and lists of labels are called is left aside. */
    private static final Pattern SELECTOR =
            Pattern.compile("\\{__name__[^}]*}|\\b(?:gatefarm|process)_\\w+(?:\\{[^}]*})?|\\bup\\{[^}]*}");

    private static final Set<String> fired = new TreeSet<>();

    @TempDir
    private static Path folder;

    private static MonitoredFarm farm;
    private static PrometheusServer prometheus;
    private static Crowd crowd;

    @BeforeAll
    static void start() throws IOException {
        Tool.find("prometheus");
        farm = new MonitoredFarm();
        prometheus = PrometheusServer.start(
                folder,
                hastened(),
                Map.of("gatefarm-gateway", farm.gatewayTargets(), "gatefarm-worker", farm.workerTargets()));
        crowd = new Crowd();
        crowd.join(farm.gateway(0).port(), CROWD);
        crowd.join(farm.gateway(1).port(), SMALLER_CROWD);
        crowd.talk();
        System.gc(); // collections are shown from the first one on
        await(prometheus::isReady);
        // two scrapes of each process that had traffic
        await(() ->
                number("count(rate(gatefarm_worker_events_total{kind=\"message\",outcome=\"done\"}[10s]) > 0)") == 2);
        await(() -> number("count(rate(gatefarm_gateway_messages_sent_total[10s]) > 0)") == 2);
        registerGatewayThatNeverBeats();
    }

    /** Found dead after a lease: once the counters have been scraped, and while other things are being looked at. */
    private static void registerGatewayThatNeverBeats() {
        try (var redis = FarmRedis.open(RedisConfig.of(farm.redis().uri()), MonitoredFarm.APP)) {
            RedisFailures.await(
                    redis.gatewayLeases().register("phantom000000000", Duration.ofSeconds(10), "i", "nowhere", 8),
                    PATIENCE);
        }
    }

    @AfterAll
    static void stop() {
        if (farm != null) {
            crowd.close();
            prometheus.close();
            farm.close();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) {
        patiently().until(condition::holds);
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200));
    }

    private static double number(String query) {
        return prometheus.query(query).stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * The rules with times that a test can wait for.
     *
     * @throws IOException when there are none
     */
    private static Path hastened() throws IOException {
        String rules = Files.readString(Path.of("rules", "gatefarm.yaml"))
                .replaceAll("(?m)^( +for:) .*", "$1 2s")
                .replace("[5m:30s]", "[20s:1s]")
                .replace("gatefarm_load_ratio[5m]", "gatefarm_load_ratio[10s]");
        return Files.writeString(folder.resolve("rules.yaml"), rules).toAbsolutePath();
    }

    /**
     * Waits until the first command of the alert's runbook shows why it should fire, and it does.
     *
     * @param process number of the gateway or worker to be asked
     * @param cause regular expressions for what is shown
     */
    private static void awaitFiring(String alert, int process, String... cause) {
        awaitShown(alert, process, cause);
        patiently().alias(alert).until(() -> prometheus.alert(alert).isFiring());
        fired.add(alert);
    }

    private static void awaitShown(String alert, int process, String... cause) {
        patiently().alias(alert).untilAsserted(() -> {
            String shown =
                    Runbook.of(alert).runFirstCommand(farm, process, folder).output();
            assertThat(cause).allSatisfy(one -> assertThat(shown).containsPattern("(?m)" + one));
        });
    }

    @Test
    @Order(1)
    void dashboards_everyQuery_hasAnAnswer() throws IOException {
        List<String> silent = new ArrayList<>();
        var queries = Dashboards.queries();
        for (Dashboards.Query query : queries) {
            var values = prometheus.query(query.withValues());
            System.out.println(query.dashboard() + ", " + query.panel() + ": " + values); // what somebody would see
            if (values.isEmpty()) {
                silent.add(query.dashboard() + ", " + query.panel() + ": " + query.withValues());
            }
        }
        assertThat(queries).hasSizeGreaterThan(60);
        assertThat(silent).isEmpty();
    }

    /** A condition that does not hold has no answer, but all that it looks at is there. */
    @Test
    @Order(2)
    void alerts_everyMetricOfTheirs_isThere() {
        for (PrometheusServer.Alert alert : prometheus.alerts()) {
            var selectors = SELECTOR.matcher(alert.query())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(selectors).as(alert.name()).isNotEmpty();
            for (String selector : selectors) {
                assertThat(prometheus.query(selector)).as(selector).isNotEmpty();
            }
        }
    }

    /** One gateway was registered that never beats. */
    @Test
    @Order(3)
    void alerts_healthyFarm_onlyThoseThatAreDueAreRaised() {
        assertThat(prometheus.alerts())
                .hasSizeGreaterThan(10)
                .filteredOn(PrometheusServer.Alert::isRaised)
                .extracting(PrometheusServer.Alert::name)
                .isSubsetOf("GatefarmGatewayLost");
    }

    @Test
    @Order(4)
    void metrics_ofGatewayAndWorker_passPromtoolAndStandInThePage() throws Exception {
        var promtool = Tool.find("promtool");
        var page = MetricsPage.read();
        for (int port : List.of(farm.gatewayAdminPort(0), farm.workerPort(0))) {
            String scrape = Scrape.of(port);
            var done = promtool.run(scrape, Map.of(), "check", "metrics");
            assertThat(done.output()).isEmpty();
            assertThat(done.status()).isZero();
            page.seen(scrape);
        }
        assertThat(page.problems()).isEmpty();
    }

    @Test
    @Order(5)
    void connections_nearTheLimit_areAnAlert() {
        assertThat(number("gatefarm_gateway_connections_limit > 0")).isEqualTo(MonitoredFarm.SECOND_LIMIT);
        try (var more = new Crowd()) {
            more.join(farm.gateway(1).port(), CROWD - SMALLER_CROWD);
            awaitFiring(
                    "GatefarmConnectionsNearLimit",
                    1,
                    "^gatefarm_gateway_connections_admitted 40",
                    "^gatefarm_gateway_connections_limit 42",
                    "^process_files_max_files ");
        }
    }

    @Test
    @Order(6)
    void event_thatFails_isAnAlert() {
        try (var one = new Crowd()) {
            one.join(farm.gateway(0).port(), 1);
            one.say("fail");
            awaitFiring("GatefarmDeadLetters", 0, "asked to fail");
        }
        await(() -> number("max(gatefarm_dead_letters)") == 1);
    }

    @Test
    @Order(7)
    void clients_thatReadNothing_areAnAlert() {
        List<WebSocket> deaf = new ArrayList<>();
        for (int i = 0; i < DEAF; i++) {
            deaf.add(Crowd.connect(farm.gateway(0).port(), new Crowd.Deaf()));
            deaf.get(i).sendText("flood", true).join();
        }
        awaitFiring("GatefarmSlowConsumers", 0, "^gatefarm_gateway_slow_consumers_closed_total 12");
        deaf.forEach(WebSocket::abort);
    }

    @Test
    @Order(8)
    void subscription_cut_isAnAlert() throws Exception {
        var redis = Tool.find("redis-cli");
        String port = Integer.toString(farm.redis().port());
        String gateway = "{chat.0}:gateway:" + farm.gateway(0).id();
        // as if three had been published to a gateway that was not there to hear them
        assertThat(redis.run("-p", port, "HINCRBY", gateway, "sent", "3").status())
                .isZero();
        assertThat(redis.run("-p", port, "CLIENT", "KILL", "TYPE", "pubsub").status())
                .isZero();
        awaitFiring(
                "GatefarmFramesLost",
                0,
                "^gatefarm_gateway_frames_lost_total\\{channel=\"own\".* [1-9]",
                "^gatefarm_redis_reconnects_total\\{connection=\"subscription\".* [1-9]");
    }

    @Test
    @Order(9)
    void gateway_thatNeverBeats_isFoundDeadAndIsAnAlert() {
        awaitFiring(
                "GatefarmGatewayLost",
                0,
                "^" + farm.gateway(0).id() + " ",
                "^" + farm.gateway(1).id() + " ");
        var all = prometheus.query("sum(gatefarm_gateways_lost_total)");
        assertThat(all).containsExactly(1.0);
    }

    @Test
    @Order(10)
    void clients_cutOffAtOnce_areAnAlert() {
        crowd.beQuiet();
        crowd.drop(CROWD + SMALLER_CROWD - 5);
        awaitFiring("GatefarmConnectionDropStorm", 0, "^gatefarm_gateway_closed_total\\{code=\"1006\"} [3-9][0-9]");
    }

    @Test
    @Order(11)
    void handlers_thatHang_areLoad() {
        try (var one = new Crowd()) {
            one.join(farm.gateway(0).port(), 1);
            for (int i = 0; i < 30; i++) {
                one.say("block");
            }
            await(() -> number("max(gatefarm_worker_handler_oldest_seconds)") > 1);
            boolean first = number("gatefarm_load_ratio{instance=\""
                            + farm.workerTargets().get(0) + "\"}")
                    > 0.7;
            awaitFiring("GatefarmLoadHigh", first ? 0 : 1, "^gatefarm_load_ratio\\{role=\"worker\"} (1|0\\.[89])");
        }
        farm.unblock();
    }

    @Test
    @Order(12)
    void workers_gone_partitionsHaveNoOwnerAndLagGrows() {
        farm.stopWorkers();
        try (var one = new Crowd()) {
            one.join(farm.gateway(0).port(), 1);
            for (int i = 0; i < MonitoredFarm.LAG_LIMIT - 100; i++) {
                one.say("waits");
            }
            awaitFiring("GatefarmPartitionWithoutOwner", 0, "^ *\\d+ +- +\\d");
            awaitFiring("GatefarmLagGrows", 0, "^ *\\d+ +- +2\\d{3} ");
            awaitFiring("GatefarmLagNearLimit", 0, "^ *\\d+ +- +2\\d{3} ");
        }
    }

    @Test
    @Order(13)
    void gateway_whoseClientDoesNotLetGo_drainsAndIsThenDown() {
        var deaf = Crowd.connect(farm.gateway(1).port(), new Crowd.Deaf());
        Thread.ofPlatform().daemon().start(() -> farm.gateway(1).close());
        awaitShown(
                "GatefarmDrainStuck",
                1,
                "^gatefarm_gateway_draining 1",
                "^gatefarm_gateway_draining_seconds (0\\.\\d*)?[1-9]",
                "^gatefarm_gateway_drain_limit_seconds 17");
        awaitFiring("GatefarmProcessDown", 1, "curl: \\(7\\)");
        deaf.abort();
    }

    @Test
    @Order(14)
    void redis_gone_isAnAlert() {
        farm.redis().kill();
        awaitFiring("GatefarmRedisAway", 0, "Could not connect");
        awaitFiring("GatefarmNoGatewayReady", 0, "Redis|subscribed");
    }

    /** One that drains for too long cannot be had within a test's time; its rule's own tests must do. */
    @Test
    @Order(15)
    void alerts_allButOne_haveFired() {
        assertThat(prometheus.alerts())
                .extracting(PrometheusServer.Alert::name)
                .filteredOn(name -> !name.equals("GatefarmDrainStuck"))
                .containsExactlyInAnyOrderElementsOf(fired);
    }
}

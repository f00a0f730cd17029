package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @TempDir
    private static Path folder;

    private static MonitoredFarm farm;
    private static PrometheusServer prometheus;
    private static Crowd crowd;

    @BeforeAll
    static void start() throws IOException {
        Tool.find("prometheus");
        farm = new MonitoredFarm();
        registerGatewayThatNeverBeats();
        prometheus = PrometheusServer.start(
                folder,
                Path.of("rules", "gatefarm.yaml").toAbsolutePath(),
                Map.of("gatefarm-gateway", farm.gatewayTargets(), "gatefarm-worker", farm.workerTargets()));
        crowd = new Crowd();
        crowd.join(farm.gateway(0).port(), CROWD);
        crowd.join(farm.gateway(1).port(), CROWD);
        crowd.talk();
        System.gc(); // collections are shown from the first one on
        await(prometheus::isReady);
        // two scrapes of each process that had traffic
        await(() ->
                number("count(rate(gatefarm_worker_events_total{kind=\"message\",outcome=\"done\"}[10s]) > 0)") == 2);
        await(() -> number("count(rate(gatefarm_gateway_messages_sent_total[10s]) > 0)") == 2);
    }

    /** Found dead after a lease, so it is left alone while the others are being looked at. */
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

    private static void awaitRaised(String... alerts) {
        for (String alert : alerts) {
            patiently().alias(alert).until(() -> prometheus.alert(alert).isRaised());
        }
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

    /** What stands before the last number of a condition is there whether or not the condition holds. */
    @Test
    @Order(2)
    void alerts_everyExpression_hasAnAnswer() {
        for (PrometheusServer.Alert alert : prometheus.alerts()) {
            for (String condition : alert.query().split(" and ", -1)) {
                String compared = condition.replaceFirst(" [<>] [0-9.]+$", "");
                assertThat(compared).isNotEqualTo(condition);
                assertThat(prometheus.query(compared)).as(compared).isNotEmpty();
            }
        }
    }

    @Test
    @Order(3)
    void alerts_healthyFarm_noneIsRaisedThatIsCritical() {
        assertThat(prometheus.alerts())
                .hasSizeGreaterThan(10)
                .filteredOn(PrometheusServer.Alert::isRaised)
                .allSatisfy(alert -> assertThat(alert.severity()).isEqualTo("warning"));
    }

    @Test
    @Order(4)
    void metrics_ofGatewayAndWorker_passPromtoolAndStandInThePage() throws Exception {
        var promtool = Tool.find("promtool");
        var page = MetricsPage.read();
        for (int port : List.of(farm.gateway(0).adminPort(), farm.workerPort(0))) {
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
    void runbooks_theirFirstCommands_showSomething() throws Exception {
        for (PrometheusServer.Alert alert : prometheus.alerts()) {
            if (alert.name().equals("GatefarmDeadLetters")) {
                continue; // there are none yet
            }
            var done = Runbook.of(alert.name()).runFirstCommand(farm, folder);
            assertThat(done.status()).as("%s: %s", alert.name(), done.output()).isZero();
            assertThat(done.output()).as(alert.name()).isNotBlank();
        }
    }

    @Test
    @Order(6)
    void connections_nearTheLimit_areAnAlert() {
        assertThat(number("gatefarm_gateway_connections_limit > 0")).isEqualTo(MonitoredFarm.SECOND_LIMIT);
        awaitRaised("GatefarmConnectionsNearLimit");
    }

    @Test
    @Order(7)
    void event_thatFails_isAnAlertAndTheRunbookShowsIt() throws Exception {
        try (var one = new Crowd()) {
            one.join(farm.gateway(0).port(), 1);
            one.say("fail");
            awaitRaised("GatefarmDeadLetters");
        }
        var done = Runbook.of("GatefarmDeadLetters").runFirstCommand(farm, folder);
        assertThat(done.status()).isZero();
        assertThat(done.output()).contains("asked to fail");
    }

    @Test
    @Order(8)
    void client_thatReadsNothing_isAnAlert() {
        var deaf = Crowd.connect(farm.gateway(0).port(), new Crowd.Deaf());
        deaf.sendText("flood", true).join();
        awaitRaised("GatefarmSlowConsumers");
        deaf.abort();
    }

    @Test
    @Order(9)
    void subscription_cut_isAnAlert() throws Exception {
        var redis = Tool.find("redis-cli");
        String port = Integer.toString(farm.redis().port());
        String gateway = "{chat.0}:gateway:" + farm.gateway(0).id();
        // as if three had been published to a gateway that was not there to hear them
        assertThat(redis.run("-p", port, "HINCRBY", gateway, "sent", "3").status())
                .isZero();
        assertThat(redis.run("-p", port, "CLIENT", "KILL", "TYPE", "pubsub").status())
                .isZero();
        awaitRaised("GatefarmFramesLost");
    }

    @Test
    @Order(10)
    void gateway_thatNeverBeats_isFoundDeadAndIsAnAlert() {
        awaitRaised("GatefarmGatewayLost");
    }

    @Test
    @Order(11)
    void clients_cutOffAtOnce_areAnAlert() {
        crowd.beQuiet();
        crowd.drop(2 * CROWD - 5);
        awaitRaised("GatefarmConnectionDropStorm");
    }

    @Test
    @Order(12)
    void handlers_thatHang_areLoad() {
        try (var one = new Crowd()) {
            one.join(farm.gateway(0).port(), 1);
            for (int i = 0; i < 30; i++) {
                one.say("block");
            }
            awaitRaised("GatefarmLoadHigh");
        }
        farm.unblock();
    }

    @Test
    @Order(13)
    void workers_gone_partitionsHaveNoOwnerAndLagGrows() throws Exception {
        farm.stopWorkers();
        try (var one = new Crowd()) {
            one.join(farm.gateway(0).port(), 1);
            for (int i = 0; i < 3_000; i++) {
                one.say("waits");
            }
            awaitRaised("GatefarmPartitionWithoutOwner", "GatefarmLagGrows");
        }
        assertThat(Runbook.of("GatefarmLagGrows").runFirstCommand(farm, folder).output())
                .containsPattern("(?m)^\\d \\d{4} ");
    }

    @Test
    @Order(14)
    void gateway_whoseClientDoesNotLetGo_drainsAndIsThenDown() {
        var deaf = Crowd.connect(farm.gateway(1).port(), new Crowd.Deaf());
        Thread.ofPlatform().daemon().start(() -> farm.gateway(1).close());
        awaitRaised("GatefarmDrainStuck", "GatefarmProcessDown");
        deaf.abort();
    }

    @Test
    @Order(15)
    void redis_gone_isAnAlert() {
        farm.redis().kill();
        awaitRaised("GatefarmRedisAway");
        assertThat(prometheus.alert("GatefarmRedisAway").severity()).isEqualTo("critical");
    }
}

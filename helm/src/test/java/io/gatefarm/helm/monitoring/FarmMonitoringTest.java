package io.gatefarm.helm.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
    private static final int DEAF = 12;
    /** A metric, with the labels that it is asked for by; what functions and lists of labels are called is left aside. */
    private static final Pattern SELECTOR =
            Pattern.compile("\\{__name__[^}]*}|\\b(?:gatefarm|process)_\\w+(?:\\{[^}]*})?|\\bup\\{[^}]*}");

    @TempDir
    private static Path folder;

    private static WatchedFarm watched;

    @BeforeAll
    static void start() throws IOException {
        Tool.find("prometheus");
        watched = WatchedFarm.start(folder);
    }

    @AfterAll
    static void stop() {
        if (watched != null) {
            watched.close();
        }
    }

    @Test
    @Order(1)
    void dashboards_everyQuery_hasAnAnswer() throws IOException {
        List<String> silent = new ArrayList<>();
        var queries = Dashboards.queries();
        for (Dashboards.Query query : queries) {
            var values = watched.prometheus().query(query.withValues());
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
        for (PrometheusServer.Alert alert : watched.prometheus().alerts()) {
            var selectors = SELECTOR.matcher(alert.query())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(selectors).as(alert.name()).isNotEmpty();
            for (String selector : selectors) {
                assertThat(watched.prometheus().query(selector)).as(selector).isNotEmpty();
            }
        }
    }

    /** One gateway was registered that never beats. */
    @Test
    @Order(3)
    void alerts_healthyFarm_onlyThoseThatAreDueAreRaised() {
        assertThat(watched.prometheus().alerts())
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
        for (int port :
                List.of(watched.farm().gatewayAdminPort(0), watched.farm().workerPort(0))) {
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
        assertThat(watched.number("gatefarm_gateway_connections_limit > 0")).isEqualTo(MonitoredFarm.SECOND_LIMIT);
        try (var more = new Crowd()) {
            more.join(watched.farm().gateway(1).port(), WatchedFarm.CROWD - WatchedFarm.SMALLER_CROWD);
            watched.awaitFiring(
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
            one.join(watched.farm().gateway(0).port(), 1);
            one.say("fail");
            watched.awaitFiring("GatefarmDeadLetters", 0, "asked to fail");
        }
        watched.await(() -> watched.number("max(gatefarm_dead_letters)") == 1);
    }

    @Test
    @Order(7)
    void clients_thatReadNothing_areAnAlert() {
        List<WebSocket> deaf = new ArrayList<>();
        for (int i = 0; i < DEAF; i++) {
            deaf.add(Crowd.connect(watched.farm().gateway(0).port(), new Crowd.Deaf()));
            deaf.get(i).sendText("flood", true).join();
        }
        watched.awaitFiring("GatefarmSlowConsumers", 0, "^gatefarm_gateway_slow_consumers_closed_total 12");
        deaf.forEach(WebSocket::abort);
    }

    @Test
    @Order(8)
    void subscription_cut_isAnAlert() throws Exception {
        var redis = Tool.find("redis-cli");
        String port = Integer.toString(watched.farm().redis().port());
        String gateway = "{chat.0}:gateway:" + watched.farm().gateway(0).id();
        // as if three had been published to a gateway that was not there to hear them
        assertThat(redis.run("-p", port, "HINCRBY", gateway, "sent", "3").status())
                .isZero();
        assertThat(redis.run("-p", port, "CLIENT", "KILL", "TYPE", "pubsub").status())
                .isZero();
        watched.awaitFiring(
                "GatefarmFramesLost",
                0,
                "^gatefarm_gateway_frames_lost_total\\{channel=\"own\".* [1-9]",
                "^gatefarm_redis_reconnects_total\\{connection=\"subscription\".* [1-9]");
    }

    @Test
    @Order(9)
    void gateway_thatNeverBeats_isFoundDeadAndIsAnAlert() {
        watched.awaitFiring(
                "GatefarmGatewayLost",
                0,
                "^" + watched.farm().gateway(0).id() + " ",
                "^" + watched.farm().gateway(1).id() + " ");
        var all = watched.prometheus().query("sum(gatefarm_gateways_lost_total)");
        assertThat(all).containsExactly(1.0);
    }

    @Test
    @Order(10)
    void clients_cutOffAtOnce_areAnAlert() {
        watched.crowd().beQuiet();
        watched.crowd().drop(WatchedFarm.CROWD + WatchedFarm.SMALLER_CROWD - 5);
        watched.awaitFiring(
                "GatefarmConnectionDropStorm", 0, "^gatefarm_gateway_closed_total\\{code=\"1006\"} [3-9][0-9]");
    }

    @Test
    @Order(11)
    void handlers_thatHang_areLoad() {
        try (var one = new Crowd()) {
            one.join(watched.farm().gateway(0).port(), 1);
            for (int i = 0; i < 30; i++) {
                one.say("block");
            }
            watched.await(() -> watched.number("max(gatefarm_worker_handler_oldest_seconds)") > 1);
            boolean first = watched.number("gatefarm_load_ratio{instance=\""
                            + watched.farm().workerTargets().get(0) + "\"}")
                    > 0.7;
            watched.awaitFiring(
                    "GatefarmLoadHigh", first ? 0 : 1, "^gatefarm_load_ratio\\{role=\"worker\"} (1|0\\.[89])");
        }
        watched.farm().unblock();
    }

    @Test
    @Order(12)
    void workers_gone_partitionsHaveNoOwnerAndLagGrows() {
        watched.farm().stopWorkers();
        try (var one = new Crowd()) {
            one.join(watched.farm().gateway(0).port(), 1);
            for (int i = 0; i < MonitoredFarm.LAG_LIMIT - 100; i++) {
                one.say("waits");
            }
            // the first, since it looks at the last seconds only
            watched.awaitFiring("GatefarmLagGrows", 0, "^ *\\d+ +- +2\\d{3} ");
            watched.awaitFiring("GatefarmPartitionWithoutOwner", 0, "^ *\\d+ +- +\\d");
            watched.awaitFiring("GatefarmLagNearLimit", 0, "^ *\\d+ +- +2\\d{3} ");
        }
    }

    @Test
    @Order(13)
    void gateway_whoseClientDoesNotLetGo_drainsAndIsThenDown() {
        var deaf = Crowd.connect(watched.farm().gateway(1).port(), new Crowd.Deaf());
        Thread.ofPlatform().daemon().start(() -> watched.farm().gateway(1).close());
        watched.awaitShown(
                "GatefarmDrainStuck",
                1,
                "^gatefarm_gateway_draining 1",
                "^gatefarm_gateway_draining_seconds (0\\.\\d*)?[1-9]",
                "^gatefarm_gateway_drain_limit_seconds 17");
        watched.awaitFiring("GatefarmProcessDown", 1, "curl: \\(7\\)");
        deaf.abort();
    }

    @Test
    @Order(14)
    void redis_gone_isAnAlert() {
        watched.farm().redis().kill();
        watched.awaitFiring("GatefarmRedisAway", 0, "Could not connect");
        watched.awaitFiring("GatefarmNoGatewayReady", 0, "Redis|subscribed");
    }

    /** One that drains for too long cannot be had within a test's time; its rule's own tests must do. */
    @Test
    @Order(15)
    void alerts_allButOne_haveFired() {
        assertThat(watched.prometheus().alerts())
                .extracting(PrometheusServer.Alert::name)
                .filteredOn(name -> !name.equals("GatefarmDrainStuck"))
                .containsExactlyInAnyOrderElementsOf(watched.fired());
    }
}

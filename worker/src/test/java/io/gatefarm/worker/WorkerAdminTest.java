package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.admin.AdminAddress;
import io.gatefarm.worker.admin.AdminPort;
import io.gatefarm.worker.admin.Metering;
import io.gatefarm.worker.admin.PortException;
import io.gatefarm.worker.partition.Retries;
import io.gatefarm.worker.partition.WorkLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The worker's admin port, and that each thing a worker does moves its counter. */
final class WorkerAdminTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    final Farm farm = new Farm();

    private final Metering metering = new Metering();
    private AdminPort port;

    @BeforeEach
    void open() {
        port = AdminPort.open(new AdminAddress("127.0.0.1", 0), metering.registry()::scrape);
    }

    @AfterEach
    void close() {
        port.close();
        metering.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private double metric(String name) throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }

    private double reconnects(String connection) throws Exception {
        return metric("gatefarm_redis_reconnects_total{connection=\"" + connection + "\",role=\"worker\"}");
    }

    private Worker start(Events events, Retries retries) {
        var worker = Worker.start(farm.config(WorkLimits.DEFAULTS.with(retries)), events, metering.registry());
        port.show(worker::notReady);
        return worker;
    }

    @Test
    void readyz_beforeDuringAndAfterTheWorker_saysWhy() throws Exception {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("starting\n");

        var worker = start(new RecordedEvents(), Retries.NONE);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        worker.close();
        assertThat(get("/readyz").body()).isEqualTo("stopping\n");
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void readyz_redisGone_saysSoUntilItIsBack() throws Exception {
        try (var redis = LocalRedis.start()) {
            var config = new WorkerConfig(RedisConfig.of(redis.uri()), "app", "w", 0, WorkLimits.DEFAULTS);
            try (var worker = Worker.start(config, new RecordedEvents(), metering.registry())) {
                port.show(worker::notReady);
                await().until(() -> metric("gatefarm_partitions_without_owner{role=\"worker\"}") == 0);
                redis.kill();
                await().until(() -> get("/readyz").body().equals("Redis does not answer\n"));
                assertThat(metric("gatefarm_worker_redis_up")).isZero();

                redis.restart();
                await().until(() -> reconnects("commands") > 0);
                await().until(() -> reconnects("reader") >= 1);
                await().until(() -> reconnects("subscription") >= 1);
            }
        }
    }

    @Test
    void metrics_ofHandledFailedAndBuriedEvents_countEach() throws Exception {
        try (var worker = start(new Failing(), new Retries(1, Duration.ofMillis(1)))) {
            String client = farm.gateway().connect();
            farm.gateway().receive(client, "good", "bad");

            await().until(() -> metric("gatefarm_worker_dead_letters_total") == 1);
            await().until(() -> metric("gatefarm_dead_letters{role=\"worker\"}") == 1);
            assertThat(metric("gatefarm_worker_events_total{kind=\"open\",outcome=\"done\"}"))
                    .isEqualTo(1);
            assertThat(metric("gatefarm_worker_events_total{kind=\"message\",outcome=\"done\"}"))
                    .isEqualTo(1);
            assertThat(metric("gatefarm_worker_events_total{kind=\"message\",outcome=\"failed\"}"))
                    .isEqualTo(1);
            assertThat(metric("gatefarm_worker_retries_total{cause=\"failed\"}"))
                    .isEqualTo(1);
            assertThat(metric("gatefarm_worker_redelivered_total")).isEqualTo(1);
            assertThat(metric("gatefarm_worker_handler_seconds_count{kind=\"message\"}"))
                    .isEqualTo(3);
            assertThat(metric("gatefarm_worker_commits_total{outcome=\"stored\"}"))
                    .isPositive();
            assertThat(metric("gatefarm_worker_lease_changes_total{change=\"taken\"}"))
                    .isEqualTo(8);
            assertThat(metric("gatefarm_worker_partitions")).isEqualTo(8);
            await().until(() -> metric("gatefarm_worker_open_events") == 0);
            await().until(() -> metric("gatefarm_partition_lag_events{partition=\"0\",role=\"worker\"}") == 0);
            await().until(() -> metric("gatefarm_partitions_without_owner{role=\"worker\"}") == 0);
            assertThat(metric("gatefarm_load_ratio{role=\"worker\"}")).isZero();
            assertThat(worker.notReady()).isEmpty();
        }
    }

    @Test
    void healthz_anotherRequestComesByHalves_answers() throws Exception {
        try (var half = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
            half.getOutputStream().write("GET /met".getBytes(StandardCharsets.US_ASCII));
            half.getOutputStream().flush();

            for (int i = 0; i < 3; i++) { // it may be read before the half one
                assertThat(get("/healthz").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void metrics_handlerThatHangs_tellForHowLong() throws Exception {
        var released = new CountDownLatch(1);
        Events hanging = new Events() {
            @Override
            public void onMessage(Client client, Message message) throws InterruptedException {
                released.await();
            }
        };
        try (var worker = start(hanging, Retries.NONE)) {
            assertThat(metric("gatefarm_worker_handler_oldest_seconds")).isZero();
            farm.gateway().receive(farm.gateway().connect(), "wait");

            await().until(() -> metric("gatefarm_worker_handler_oldest_seconds") > 0.1);
            released.countDown();
            await().until(() -> metric("gatefarm_worker_handler_oldest_seconds") == 0);
            assertThat(worker.notReady()).isEmpty();
        }
    }

    @Test
    void metrics_anotherWorkerAfterTheFirst_areItsOwn() throws Exception {
        start(new RecordedEvents(), Retries.NONE).close();
        assertThat(get("/metrics").body()).doesNotContain("gatefarm_worker_partitions ");

        try (var second = start(new RecordedEvents(), Retries.NONE)) {
            await().until(() -> second.partitions().size() == 8);
            assertThat(metric("gatefarm_worker_partitions")).isEqualTo(8);
        }
    }

    private static final class Failing implements Events {
        @Override
        public void onMessage(Client client, Message message) {
            if (message.text().equals("bad")) {
                throw new IllegalStateException("bad");
            }
        }
    }

    @Test
    void open_portTaken_namesItAndTheSetting() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var address = new AdminAddress("0.0.0.0", taken.getLocalPort());
            assertThatThrownBy(() -> AdminPort.open(address, () -> ""))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining(":" + taken.getLocalPort())
                    .hasMessageContaining("--admin-port");
        }
    }

    @Test
    void open_minusOne_opensNone() {
        try (var none = AdminPort.open(new AdminAddress("0.0.0.0", -1), () -> "")) {
            assertThat(none.port()).isEqualTo(-1);
        }
    }
}

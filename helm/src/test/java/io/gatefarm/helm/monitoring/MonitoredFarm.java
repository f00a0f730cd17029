package io.gatefarm.helm.monitoring;

import io.gatefarm.gateway.GatewayServer;
import io.gatefarm.gateway.config.AdmissionConfig;
import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.InboundConfig;
import io.gatefarm.gateway.config.LeaseConfig;
import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import io.gatefarm.worker.Worker;
import io.gatefarm.worker.WorkerConfig;
import io.gatefarm.worker.admin.AdminAddress;
import io.gatefarm.worker.admin.AdminPort;
import io.gatefarm.worker.admin.Metering;
import io.gatefarm.worker.partition.WorkLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Redis, two gateways and two workers in this process, each with its admin port as it has it as a process of its own. */
final class MonitoredFarm implements AutoCloseable {
    static final String APP = "chat";
    static final int SECOND_LIMIT = 42;
    /** So small that a test can come near it. */
    static final int LAG_LIMIT = 3_000;

    /** So that a gateway notices soon that Redis is away. */
    private static final LeaseConfig SOON_MISSED =
            new LeaseConfig(Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final LocalRedis redis = LocalRedis.start();
    private final List<GatewayServer> gateways = new ArrayList<>();
    private final List<Integer> gatewayAdminPorts;
    private final List<MonitoredWorker> workers = new ArrayList<>();
    private final CountDownLatch unblocked = new CountDownLatch(1);

    private record MonitoredWorker(Metering metering, AdminPort port, Worker worker) {}

    MonitoredFarm() {
        gateways.add(GatewayServer.start(gateway().withClient(ClientConfig.DEFAULTS.withQueueBytes(1 << 16))));
        gateways.add(GatewayServer.start(gateway()
                .withAdmission(AdmissionConfig.DEFAULTS.withLimits(SECOND_LIMIT, 0))
                .withClient(ClientConfig.DEFAULTS.withCloseTimeout(Duration.ofSeconds(3)))));
        gatewayAdminPorts = gateways.stream().map(GatewayServer::adminPort).toList();
        startWorker();
        startWorker();
    }

    private GatewayConfig gateway() {
        return GatewayConfig.defaults(redis.uri(), APP)
                .withListen(ListenConfig.DEFAULTS.withPorts(0, 0))
                .withInbound(new InboundConfig(
                        InboundConfig.DEFAULTS.bufferBytes(), LAG_LIMIT, InboundConfig.DEFAULTS.outageLimit()))
                .withLease(SOON_MISSED);
    }

    private void startWorker() {
        var d = WorkLimits.DEFAULTS;
        var limits = new WorkLimits(d.lease(), 16, d.commitEvents(), d.commitInterval(), Duration.ofSeconds(1));
        var metering = new Metering();
        var port = AdminPort.open(new AdminAddress("127.0.0.1", 0), metering.registry()::scrape);
        var config = new WorkerConfig(RedisConfig.of(redis.uri()), APP, "worker", 0, limits);
        var worker = Worker.start(config, new TalkEvents(), metering.registry());
        port.show(worker::notReady);
        workers.add(new MonitoredWorker(metering, port, worker));
    }

    /** Answers, unless it is told to do something worse. */
    private final class TalkEvents implements Events {
        private static final int FLOOD = 500;

        @Override
        public void onConnect(Client client, Handshake handshake) {
            client.joinGroup("lobby");
        }

        @Override
        public void onMessage(Client client, Message message) throws Exception {
            switch (message.text()) {
                case "fail" -> throw new IllegalStateException("asked to fail");
                case "block" -> unblocked.await();
                case "flood" -> {
                    String large = "x".repeat(16_000);
                    for (int i = 0; i < FLOOD; i++) {
                        client.send(large);
                    }
                }
                default -> client.send(message.text());
            }
        }
    }

    LocalRedis redis() {
        return redis;
    }

    GatewayServer gateway(int n) {
        return gateways.get(n);
    }

    /** Also of a gateway that is gone. */
    int gatewayAdminPort(int n) {
        return gatewayAdminPorts.get(n);
    }

    int workerPort(int n) {
        return workers.get(n).port().port();
    }

    /** {@code host:port} of the admin ports. */
    List<String> gatewayTargets() {
        return gatewayAdminPorts.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    List<String> workerTargets() {
        return workers.stream()
                .map(worker -> "127.0.0.1:" + worker.port().port())
                .toList();
    }

    /** Handlers that were told to block go on. */
    void unblock() {
        unblocked.countDown();
    }

    /** The workers end in order; their admin ports still answer. */
    void stopWorkers() {
        workers.forEach(worker -> worker.worker().close());
    }

    @Override
    public void close() {
        unblock();
        gateways.forEach(GatewayServer::close);
        for (MonitoredWorker worker : workers) {
            worker.worker().close();
            worker.port().close();
            worker.metering().close();
        }
        redis.close();
    }
}

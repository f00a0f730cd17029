package io.gatefarm.docs;

import io.gatefarm.gateway.GatewayServer;
import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.ListenConfig;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.worker.Events;
import io.gatefarm.worker.Worker;
import io.gatefarm.worker.WorkerConfig;

/** A gateway, a worker with the given business code and a push client, on an app of its own. */
final class OneAppFarm implements AutoCloseable {
    private final RedisSource redis = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
    private final String app = "docs-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private final Worker worker;
    private final GatewayServer server;
    private final GatewayClient gateway;

    OneAppFarm(Events events) {
        worker = Worker.start(WorkerConfig.of(redis.uri(), app), events);
        server = GatewayServer.start(
                GatewayConfig.defaults(redis.uri(), app).withListen(ListenConfig.DEFAULTS.withPorts(0, 0)));
        gateway = PushSnippets.openPatiently(redis.uri(), app);
    }

    GatewayClient gateway() {
        return gateway;
    }

    TextClient client(String pathAndQuery) {
        return TextClient.connect(server.port(), pathAndQuery);
    }

    @Override
    public void close() {
        gateway.close();
        server.close();
        worker.close();
        redis.close();
    }
}

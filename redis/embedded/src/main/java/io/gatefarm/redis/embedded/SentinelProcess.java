package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Sentinel, in a guarded folder of its own: the same {@code redis-server}, with {@code --sentinel}. Any thread may use it. */
final class SentinelProcess implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final GuardedFolder folder;
    private final ServerProcess server;
    private final String master;

    private SentinelProcess(GuardedFolder folder, ServerProcess server, String master) {
        this.folder = folder;
        this.server = server;
        this.master = master;
    }

    /**
     * Starts a Sentinel that watches a master, two of whom must call it dead.
     *
     * @param master the name under which clients ask for the master
     */
    static SentinelProcess start(RedisBinary binary, String master, int masterPort, Duration downAfter) {
        GuardedFolder folder = LocalRedis.createFolder();
        try {
            var launcher = new ServerLauncher(
                    (file, port, data) -> Files.write(
                            file,
                            List.of(
                                    "bind 127.0.0.1",
                                    "port " + port,
                                    "dir \"" + data + '"',
                                    "sentinel monitor " + master + " 127.0.0.1 " + masterPort + " 2",
                                    "sentinel down-after-milliseconds " + master + ' ' + downAfter.toMillis(),
                                    "sentinel failover-timeout " + master + " 10000")),
                    folder.path(),
                    binary,
                    List.of("--sentinel"));
            var sentinel = new SentinelProcess(folder, launcher.launchOnFreePort(LocalPort::free), master);
            sentinel.hurry();
            return sentinel;
        } catch (IOException | InterruptedException | RuntimeException e) {
            folder.close();
            throw LocalRedis.startFailure(e);
        }
    }

    /**
     * Has it look around more often than in production, and not take a busy machine for a broken clock (the tilt mode, in which a
     * Sentinel does nothing for half a minute). How long it leaves an old master alone after a failover (8 s) stays.
     */
    private void hurry() throws IOException {
        call("SENTINEL", "DEBUG", "INFO-PERIOD", "500", "PING-PERIOD", "200", "ASK-PERIOD", "200");
        call("SENTINEL", "DEBUG", "TILT-TRIGGER", "30000", "TILT-PERIOD", "1000");
        sayHelloEvery(Duration.ofMillis(100)); // until all know each other
    }

    void sayHelloEvery(Duration period) throws IOException {
        call("SENTINEL", "DEBUG", "PUBLISH-PERIOD", Long.toString(period.toMillis()));
    }

    int port() {
        return server.port();
    }

    /** The port of whom it calls the master. */
    int masterPort() throws IOException {
        return Integer.parseInt(String.valueOf(
                list("SENTINEL", "GET-MASTER-ADDR-BY-NAME", master).get(1)));
    }

    /** True when it knows that many replicas that can be promoted, and two other Sentinels. */
    boolean knows(int replicas) throws IOException {
        long promotable = list("SENTINEL", "REPLICAS", master).stream()
                .map(replica -> fields((List<?>) replica))
                .filter(replica ->
                        "slave".equals(replica.get("flags")) && "ok".equals(replica.get("master-link-status")))
                .count();
        return promotable >= replicas
                && "2".equals(fields(list("SENTINEL", "MASTER", master)).get("num-other-sentinels"));
    }

    private static Map<String, String> fields(List<?> flat) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
        }
        return fields;
    }

    private List<?> list(String... command) throws IOException {
        if (call(command) instanceof List<?> list) {
            return list;
        }
        throw new IOException("no list as answer to " + String.join(" ", command));
    }

    @Nullable
    Object call(String... command) throws IOException {
        try (var connection = new RespConnection(port())) {
            return connection.call(command);
        }
    }

    @Override
    public void close() {
        server.stop(STOP_TIMEOUT);
        folder.close();
    }
}

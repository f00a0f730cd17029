package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that fails over, for development and tests: a master, its replicas and three Sentinels, all real processes on
 * 127.0.0.1 from the binary that {@link LocalRedis} takes.
 *
 * <pre>{@code
 * try (var redis = LocalSentinelRedis.start()) {
 *     FarmRedis.open(RedisConfig.of(redis.uri()), "chat");  // redis-sentinel://127.0.0.1:…,127.0.0.1:…,127.0.0.1:…/0#farm
 *     LocalRedis killed = redis.killMaster();
 *     redis.awaitPromoted(killed);                          // some 2 s with DEFAULTS
 *     killed.restart();                                     // comes back as a master; the Sentinels make it a replica
 * }
 * }</pre>
 *
 * <p>A promotion that loses the last writes is made by {@link #holdReplication}, the writes, and {@link #killMaster}. Each server
 * is a {@link LocalRedis}, to be killed and restarted by itself, and none outlives this JVM. The Sentinels look around more often
 * than in production and are not confused by a busy machine; all else is as there. Any thread may call any method; all block.
 */
public final class LocalSentinelRedis implements RedisSource {
    /** The name by which clients ask the Sentinels for the master. */
    public static final String MASTER_NAME = "farm";

    private static final Logger log = LoggerFactory.getLogger(LocalSentinelRedis.class);
    private static final int SENTINELS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration HELLO_PERIOD = Duration.ofSeconds(2); // Sentinel's own
    private static final long POLL_MS = 20;

    private final List<LocalRedis> nodes = new ArrayList<>();
    private final List<SentinelProcess> sentinels = new ArrayList<>();

    private LocalSentinelRedis() {}

    /** Starts one with {@link LocalSentinelConfig#DEFAULTS}. */
    public static LocalSentinelRedis start() {
        return start(LocalSentinelConfig.DEFAULTS);
    }

    /**
     * Starts all servers and waits until the Sentinels know each other and the replicas follow; a second or so.
     *
     * @throws RedisStartException if a server does not start or they have not found each other after a minute; nothing is left
     *     behind
     */
    public static LocalSentinelRedis start(LocalSentinelConfig config) {
        var redis = new LocalSentinelRedis();
        try {
            redis.startAll(config);
            log.info("started {}", redis.describe());
            return redis;
        } catch (IOException | RuntimeException e) {
            redis.close();
            throw LocalRedis.startFailure(e);
        }
    }

    private void startAll(LocalSentinelConfig config) throws IOException {
        LocalRedisConfig settings = config.node()
                .withDirective("repl-diskless-sync-delay 0")
                .withDirective("min-replicas-to-write " + config.minReplicasToWrite())
                .withDirective("min-replicas-max-lag 10");
        LocalRedis master = LocalRedis.start(settings);
        nodes.add(master);
        RedisBinary binary = master.binary();
        for (int i = 0; i < config.replicas(); i++) {
            nodes.add(LocalRedis.start(settings.withDirective("replicaof 127.0.0.1 " + master.port())));
        }
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(SentinelProcess.start(binary, MASTER_NAME, master.port(), config.downAfter()));
        }
        for (SentinelProcess sentinel : sentinels) {
            await("Sentinels that know each other", () -> sentinel.knows(config.replicas()));
        }
        for (SentinelProcess sentinel : sentinels) {
            sentinel.sayHelloEvery(HELLO_PERIOD);
        }
    }

    /** {@code redis-sentinel://host:port,host:port,host:port/0#farm}. */
    @Override
    public String uri() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/0#" + MASTER_NAME));
    }

    @Override
    public String describe() {
        return nodes.get(0).source() + " at " + uri();
    }

    /** Whom the Sentinels call the master; it may be dead, until they find that out. */
    public LocalRedis master() {
        return call("a Sentinel's answer", () -> node(sentinels.get(0).masterPort()));
    }

    /** The first server that is not the master. */
    public LocalRedis replica() {
        LocalRedis master = master();
        return nodes.stream().filter(node -> node != master).findFirst().orElseThrow();
    }

    /** All servers but the Sentinels, the first master first. */
    public List<LocalRedis> nodes() {
        return List.copyOf(nodes);
    }

    /** The Sentinels' TCP ports on 127.0.0.1. */
    public List<Integer> sentinelPorts() {
        return sentinels.stream().map(SentinelProcess::port).toList();
    }

    /**
     * Kills the master by SIGKILL and returns it. What was held back from a replica ({@link #holdReplication}) is lost with it.
     */
    public LocalRedis killMaster() {
        LocalRedis master = master();
        master.kill();
        for (LocalRedis node : nodes) {
            if (node != master) {
                await("a replica that misses its master", () -> !isFollowing(node));
                call("CLIENT UNPAUSE", () -> RespConnection.call(node, "CLIENT", "UNPAUSE"));
            }
        }
        return master;
    }

    /** Stops the master in its tracks by SIGSTOP and returns it: its connections stay, nothing answers. */
    public LocalRedis pauseMaster() {
        LocalRedis master = master();
        signal("STOP", master);
        return master;
    }

    /** Has a paused server go on (SIGCONT); without effect on any other. */
    public void resume(LocalRedis node) {
        signal("CONT", node);
    }

    /**
     * Keeps what the master writes from now on from taking effect at the replicas, for at most a minute, while their links stay
     * up, so that the master goes on taking writes. To be used for less than the Sentinels' patience, or they wait with the
     * promotion until the replicas answer them again.
     */
    public void holdReplication() {
        LocalRedis master = master();
        for (LocalRedis node : nodes) {
            if (node != master) {
                call(
                        "CLIENT PAUSE",
                        () -> RespConnection.call(node, "CLIENT", "PAUSE", Long.toString(LIMIT.toMillis()), "WRITE"));
            }
        }
    }

    /**
     * Has the Sentinels promote a replica although the master is well, and waits for it. As in production the old master takes
     * writes for some 8 s more, which are lost, unless its clients leave it or {@code minReplicasToWrite} keeps it from them.
     *
     * @return the new master
     */
    public LocalRedis failover() {
        LocalRedis former = master();
        await("a replica to promote", () -> {
            try {
                sentinels.get(0).call("SENTINEL", "FAILOVER", MASTER_NAME);
                return true;
            } catch (IOException e) {
                return String.valueOf(e.getMessage()).startsWith("-INPROG");
            }
        });
        return awaitPromoted(former);
    }

    /**
     * Waits until every Sentinel names another master and that one is a master.
     *
     * @param former who was the master
     * @return the new one
     * @throws IllegalStateException when it has not happened within a minute
     */
    public LocalRedis awaitPromoted(LocalRedis former) {
        await("another master than " + former.uri(), () -> {
            int port = sentinels.get(0).masterPort();
            for (SentinelProcess sentinel : sentinels) {
                if (sentinel.masterPort() != port) {
                    return false;
                }
            }
            return port != former.port() && isMaster(node(port));
        });
        LocalRedis promoted = master();
        log.info("promoted {} pid={}", promoted.uri(), promoted.pid());
        return promoted;
    }

    /** Waits until the server follows another one, as an old master does some 10 s after it is back. */
    public void awaitReplica(LocalRedis node) {
        await(node.uri() + " as a replica", () -> isFollowing(node));
    }

    private LocalRedis node(int port) {
        return nodes.stream()
                .filter(node -> node.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server of ours on port " + port));
    }

    private static boolean isMaster(LocalRedis node) throws IOException {
        return String.valueOf(RespConnection.call(node, "ROLE")).startsWith("[master");
    }

    private static boolean isFollowing(LocalRedis node) throws IOException {
        List<?> role = (List<?>) RespConnection.call(node, "ROLE");
        return role != null && "slave".equals(role.get(0)) && "connected".equals(role.get(3));
    }

    private static void signal(String name, LocalRedis node) {
        call(
                "kill -" + name,
                () -> new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + node.pid())
                        .start()
                        .waitFor());
    }

    private static <T> T call(String what, Callable<T> action) {
        try {
            return action.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + what, e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("failed: " + what, e);
        }
    }

    /** Polls; a server that does not answer counts as not there yet. */
    private static void await(String what, Callable<Boolean> condition) {
        long started = System.nanoTime();
        while (!isTrue(condition)) {
            if (System.nanoTime() - started > LIMIT.toNanos()) {
                throw new IllegalStateException("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            call(what, () -> {
                Thread.sleep(POLL_MS);
                return what;
            });
        }
    }

    private static boolean isTrue(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            log.trace("not yet", e);
            return false;
        }
    }

    /** Ends all of them, in whatever state they are, and deletes their folders. Repeatable. */
    @Override
    public void close() {
        sentinels.forEach(SentinelProcess::close);
        IntStream.range(0, nodes.size())
                .mapToObj(i -> nodes.get(nodes.size() - 1 - i))
                .forEach(node -> {
                    node.kill(); // a paused one, too
                    node.close();
                });
    }
}

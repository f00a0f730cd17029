package io.gatefarm.redis.embedded;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code redis-server} of one's own for development and tests: a child process on 127.0.0.1 that works in a temporary
 * folder, with the settings of the project's {@code redis.conf} but no persistence unless asked for.
 *
 * <p>It is the first {@code redis-server} of version 7.0 or newer on the {@code PATH}, else the bundled one. {@link
 * #start} returns when it answers; {@link #kill} and the restarts play the failures that a user of Redis has to
 * survive; {@link #close} ends it and deletes the folder. It does not outlive this JVM, not even one killed by SIGKILL,
 * and it stays until the JVM's last shutdown hook has run, for a terminal's Ctrl-C reaches only the JVM.
 *
 * <p>Any thread may call any method. Starting, stopping and closing block until it is done: milliseconds, or some
 * seconds if the server hangs.
 */
public final class LocalRedis implements RedisSource {
    private static final Logger log = LoggerFactory.getLogger(LocalRedis.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

    private final GuardedFolder folder;
    private final ServerLauncher launcher;

    /** The last one started, running or not. Written under the lock. */
    private volatile ServerProcess server;

    @GuardedBy("this")
    private boolean closed;

    private LocalRedis(GuardedFolder folder, ServerLauncher launcher, ServerProcess server) {
        this.folder = folder;
        this.launcher = launcher;
        this.server = server;
    }

    /** Starts a Redis with {@link LocalRedisConfig#DEFAULTS}. */
    public static LocalRedis start() {
        return start(LocalRedisConfig.DEFAULTS);
    }

    /**
     * Starts a Redis and waits until it answers.
     *
     * @throws RedisStartException if there is no server for this machine, the port is taken, a setting is wrong or the
     *     server has not answered after 10 s; nothing is left behind
     */
    public static LocalRedis start(LocalRedisConfig config) {
        return start(config, LocalPort::free);
    }

    /** @param freePorts the ports to try, one after the other, if the configuration leaves the port open */
    static LocalRedis start(LocalRedisConfig config, IntSupplier freePorts) {
        GuardedFolder folder = createFolder();
        try {
            RedisBinary binary = RedisBinary.find(config.searchPath(), folder.path());
            var launcher = new ServerLauncher(
                    (file, port, data) -> SettingsFile.write(file, config, port, data),
                    folder.path(),
                    binary,
                    List.of());
            ServerProcess server =
                    config.port() == 0 ? launcher.launchOnFreePort(freePorts) : launcher.launch(config.port());
            var redis = new LocalRedis(folder, launcher, server);
            log.info("started {} pid={} folder={}", redis.describe(), redis.pid(), folder.path());
            return redis;
        } catch (IOException | InterruptedException | RuntimeException e) {
            folder.close();
            throw startFailure(e);
        }
    }

    @Override
    public String uri() {
        return "redis://127.0.0.1:" + port();
    }

    /** The TCP port on 127.0.0.1, the same for every restart. */
    public int port() {
        return server.port();
    }

    /** The process id of the server itself, for signals; after {@link #kill} of the last one that ran. */
    public long pid() {
        return server.pid();
    }

    /** What runs and where it came from, such as {@code redis-server 7.0.15 from the PATH}. */
    public String source() {
        return launcher.binary().source();
    }

    @Override
    public String describe() {
        return source() + " at " + uri();
    }

    /** Kills the server by SIGKILL and returns when it is gone. Without effect on one that is gone already. */
    public synchronized void kill() {
        server.kill();
        log.info("killed pid={}", pid());
    }

    /**
     * Starts the server again on the same port, after an orderly stop if it still runs. What it has stored comes back:
     * everything with {@link LocalRedisConfig#appendOnly}, else nothing.
     *
     * @throws RedisStartException if it does not answer again
     * @throws IllegalStateException if this Redis is closed
     */
    public synchronized void restart() {
        stop();
        try {
            server = launcher.launch(port());
            log.info("restarted {} pid={}", describe(), pid());
        } catch (IOException | InterruptedException e) {
            throw startFailure(e);
        }
    }

    /**
     * The same after losing whatever it has stored.
     *
     * @throws RedisStartException if it does not answer again
     * @throws IllegalStateException if this Redis is closed
     */
    public synchronized void restartEmpty() {
        stop();
        try {
            delete(launcher.data());
        } catch (IOException e) {
            throw startFailure(e);
        }
        restart();
    }

    /** Stops the server, orderly if it can and by SIGKILL after 5 s, and deletes the folder. Repeatable. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.stop(STOP_TIMEOUT);
        folder.close();
        log.info("stopped {} pid={}", describe(), pid());
    }

    /** What runs. */
    RedisBinary binary() {
        return launcher.binary();
    }

    /** Where it works; gone after {@link #close}. */
    Path folder() {
        return folder.path();
    }

    @GuardedBy("this")
    private void stop() {
        if (closed) {
            throw new IllegalStateException("closed: " + describe());
        }
        server.stop(STOP_TIMEOUT);
    }

    static GuardedFolder createFolder() {
        try {
            return GuardedFolder.create();
        } catch (IOException e) {
            throw startFailure(e);
        }
    }

    static RuntimeException startFailure(Exception cause) {
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new RedisStartException("no local Redis, configure the URI of a running one instead: " + cause, cause);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

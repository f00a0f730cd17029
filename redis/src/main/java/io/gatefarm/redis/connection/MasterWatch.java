package io.gatefarm.redis.connection;

import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a Sentinel every second who the master is and closes connections to any other server. A lost connection finds the new
 * master by itself; this is for those that nobody closes: to a hung master, to one cut off from its Sentinels, and to one that was
 * well when another was promoted, which takes writes for seconds more, all of them lost. A subscriber would hear nothing there.
 */
final class MasterWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MasterWatch.class);
    private static final long PERIOD_MS = Duration.ofSeconds(1).toMillis();

    private final Sentinels sentinels;
    private final DataConnections connections;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var own = new Thread(task, "gatefarm-redis-master");
        own.setDaemon(true);
        return own;
    });
    private final AtomicBoolean started = new AtomicBoolean();
    /** Owned by the thread. */
    private boolean answered = true;

    MasterWatch(Sentinels sentinels, DataConnections connections) {
        this.sentinels = sentinels;
        this.connections = connections;
    }

    /** Begins, unless it has. */
    void start() {
        if (!started.getAndSet(true)) {
            var unused = thread.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            Optional<InetSocketAddress> master = sentinels.master();
            answered(true, "");
            if (master.isPresent()) {
                leaveOthersThan(master.get());
            }
        } catch (RedisCommandInterruptedException e) {
            log.debug("the process stops", e);
        } catch (RedisException e) {
            answered(false, String.valueOf(ConnectFailure.root(e).getMessage()));
        } catch (RuntimeException e) { // or it would never look again
            log.warn("looking for the master failed", e);
        }
    }

    private void leaveOthersThan(InetSocketAddress master) {
        Set<InetAddress> addresses;
        try {
            addresses = new HashSet<>(List.of(InetAddress.getAllByName(master.getHostString())));
        } catch (UnknownHostException e) {
            log.warn("the master's name is unknown here: {}", master.getHostString());
            return;
        }
        int closed = connections.closeOthersThan(master.getPort(), addresses);
        if (closed > 0) {
            log.info(
                    "left a server that is not the master: master={}:{} connections={}",
                    master.getHostString(),
                    master.getPort(),
                    closed);
        }
    }

    private void answered(boolean now, String why) {
        if (answered != now) {
            answered = now;
            if (now) {
                log.info("a Sentinel answers again");
            } else {
                log.warn("no Sentinel answers, so a failover may go unnoticed: {}", why);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(PERIOD_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

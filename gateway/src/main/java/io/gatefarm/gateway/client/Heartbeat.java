package io.gatefarm.gateway.client;

import io.gatefarm.gateway.config.ClientConfig;
import io.gatefarm.gateway.config.PingConfig;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.socket.Outgoing;
import io.gatefarm.redis.event.Message;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sweep for all clients: pings the silent, closes the dead, cuts off who does not answer a close. Owned by one timer. */
public final class Heartbeat implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Supplier<List<Connections>> connections;
    private final ClientConfig config;
    private final Duration outageLimit;
    private final GatewayMetrics metrics;
    private final Outgoing pingMessage;

    /** @param outageLimit how long a client may be paused */
    public Heartbeat(
            Supplier<List<Connections>> connections,
            ClientConfig config,
            Duration outageLimit,
            GatewayMetrics metrics) {
        this.connections = connections;
        this.config = config;
        this.outageLimit = outageLimit;
        this.metrics = metrics;
        this.pingMessage = Outgoing.message(Message.text(config.ping().text()));
    }

    /** How often to run: a tenth of the shortest time that is watched. */
    public Duration period() {
        Duration shortest = config.closeTimeout();
        for (Duration time :
                new Duration[] {config.ping().interval(), config.ping().idleTimeout(), outageLimit}) {
            if (!time.isZero() && time.compareTo(shortest) < 0) {
                shortest = time;
            }
        }
        Duration tenth = shortest.dividedBy(10);
        return tenth.compareTo(SHORTEST) < 0 ? SHORTEST : tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
    }

    @Override
    public void run() {
        for (Connections some : connections.get()) {
            some.all().forEach(this::sweepGuarded);
        }
    }

    private void sweepGuarded(Connection connection) {
        try {
            sweep(connection);
        } catch (RuntimeException e) {
            metrics.receiverFailed();
            log.warn("sweep of client {} failed", connection.id(), e);
        }
    }

    private void sweep(Connection connection) {
        switch (connection.liveness().judge(System.nanoTime(), config, outageLimit)) {
            case FINE -> {}
            case PING -> ping(connection);
            case MISSED -> connection.close(CloseCode.HEARTBEAT_MISSED, "nothing heard");
            case PAUSED_TOO_LONG -> connection.close(CloseCode.REDIS_AWAY, "Redis is away");
            case CUT_OFF -> connection.abort("no answer to close");
        }
    }

    private void ping(Connection connection) {
        if (config.ping().kind() == PingConfig.Kind.FRAME) {
            connection.sendPing();
        } else {
            connection.send(pingMessage);
            connection.flush();
        }
    }
}

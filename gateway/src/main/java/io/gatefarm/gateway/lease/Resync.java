package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.Connection;
import io.gatefarm.gateway.inbound.Unappended;
import io.gatefarm.gateway.metrics.GatewayMetrics;
import io.gatefarm.gateway.outbound.Dispatcher;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.ClientState;
import io.gatefarm.redis.directory.HeldClients;
import io.gatefarm.redis.directory.Restored;
import io.gatefarm.redis.event.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what Redis has of the gateway's clients with what the gateway knows of them. Where they differ Redis is told the
 * gateway's state, and answers on the gateway's channel with the one that holds. Closes who was to be closed. One read per client
 * and one script call for each that differs, {@value #SLICE} sent in one go. {@link #all} blocks; thread-safe.
 */
final class Resync {
    private static final Logger log = LoggerFactory.getLogger(Resync.class);
    private static final int SLICE = 500;

    private final HeldClients held;
    private final Dispatcher dispatcher;
    private final GatewayMetrics metrics;
    private final Duration patience;

    /** @param patience how long Redis may take for a slice */
    Resync(HeldClients held, Dispatcher dispatcher, GatewayMetrics metrics, Duration patience) {
        this.held = held;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.patience = patience;
    }

    /**
     * Compares every client.
     *
     * @param unappended whose open Redis has never had is left out: that one would become a client without an open
     * @param between runs between two slices, so that a long comparison holds up nothing else for long
     */
    void all(Supplier<Unappended> unappended, Runnable between) {
        long start = System.nanoTime();
        List<Connection> clients = dispatcher.connections().snapshot();
        clients.removeIf(client -> !client.isOpen());
        Unappended now = unappended.get(); // after it: every open that is left was offered by then
        clients.removeIf(client -> now.hasOpenOf(client.id()));
        int restored = 0;
        for (int from = 0; from < clients.size(); from += SLICE) {
            restored += slice(clients.subList(from, Math.min(clients.size(), from + SLICE)));
            between.run();
        }
        int kicked = kick(await(held.kicks()));
        long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
        log.info("compared with Redis clients={} restored={} closed={} ms={}", clients.size(), restored, kicked, ms);
    }

    private int slice(List<Connection> clients) {
        List<Optional<ClientState>> known =
                await(held.states(clients.stream().map(Connection::id).toList()));
        List<ClientState> differing = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            ClientState own = dispatcher.state(clients.get(i));
            boolean agree = known.get(i).map(own::agreesWith).orElse(false);
            if (!agree && dispatcher.connections().contains(clients.get(i))) {
                differing.add(own);
            }
        }
        return count(await(held.restore(differing)));
    }

    private int count(List<Restored> outcomes) {
        int replaced = (int) outcomes.stream()
                .filter(outcome -> outcome == Restored.REPLACED)
                .count();
        metrics.restored(replaced);
        return replaced;
    }

    private int kick(Map<String, CloseReason> kicks) {
        int closed = 0;
        for (Map.Entry<String, CloseReason> kick : kicks.entrySet()) {
            Connection client = dispatcher.connections().get(kick.getKey());
            if (client != null) {
                closed++;
                if (kick.getValue().code() == CloseReason.ABNORMAL) {
                    client.abort("aborted");
                } else {
                    client.close(kick.getValue().code(), kick.getValue().text());
                }
            }
        }
        return closed;
    }

    /** Tells Redis the state of one client; does not block. The stage fails when Redis does not answer. */
    CompletionStage<?> one(Connection client) {
        return held.restore(List.of(dispatcher.state(client))).thenAccept(this::count);
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, patience);
    }
}

package io.gatefarm.gateway.lease;

import io.gatefarm.gateway.client.ConnectionContext;
import io.gatefarm.gateway.inbound.Unappended;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.HeldClients;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.key.ClientIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients that Redis counts to the gateway and that it does not hold: their close was handled and forgotten, and then Redis lost
 * it. Each gets another close event, marked as appended again. Blocks; thread-safe.
 */
final class Ghosts {
    private static final Logger log = LoggerFactory.getLogger(Ghosts.class);

    private static final int SLICE = 500;

    private final HeldClients held;
    private final ConnectionContext context;
    private final Duration patience;

    /** @param patience how long Redis may take for an answer */
    Ghosts(HeldClients held, ConnectionContext context, Duration patience) {
        this.held = held;
        this.context = context;
        this.patience = patience;
    }

    /**
     * Closes them. What Redis has lost must be waiting again by now.
     *
     * @param between runs between two slices
     */
    void close(Runnable between) {
        Set<String> known = await(held.clientIds());
        List<String> missing = new ArrayList<>();
        for (String id : known) {
            if (context.connections().get(id) == null) {
                missing.add(id);
            }
        }
        // in this order: a client that has gone meanwhile has its close in the log, or Redis has it and forgets the
        // client
        Unappended unappended = context.forwarder().unappended();
        missing.removeIf(unappended::hasCloseOf);
        for (int from = 0; from < missing.size(); from += SLICE) {
            closeAll(await(held.known(missing.subList(from, Math.min(missing.size(), from + SLICE)))));
            between.run();
        }
    }

    private void closeAll(List<String> clientIds) {
        Map<Integer, List<ClientEvent>> closes = new HashMap<>();
        for (String id : clientIds) {
            var reason = new CloseReason(CloseReason.ABNORMAL, "close-lost");
            var event = new ClientEvent.Closed(
                    id, context.gatewayId(), context.clock().millis(), reason);
            closes.computeIfAbsent(ClientIds.partitionOf(id), p -> new ArrayList<>())
                    .add(event);
        }
        closes.forEach((partition, events) -> {
            log.warn("Redis has lost closes partition={} clients={}", partition, events.size());
            context.forwarder().offerAgain(partition, events);
        });
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, patience);
    }
}

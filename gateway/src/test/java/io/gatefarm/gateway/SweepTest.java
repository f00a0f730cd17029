package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.stream.AppendBatch;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway that outlives another, without any worker. */
final class SweepTest {
    @Test
    void gateway_anotherVanishes_closesItsClientsWithin10s() {
        try (var farm = new Farm();
                var gateway = GatewayServer.start(farm.config())) {
            var leases = farm.redis.gatewayLeases();
            Duration lease = Duration.ofSeconds(10);
            String client = new ClientIds(8, new SecureRandom()).next();
            int partition = ClientIds.partitionOf(client);
            Farm.await(leases.register("other", lease, "instance", "host", 8));
            var opened = new ClientEvent.Opened(
                    client, "other", 1, new Handshake("/chat", "", Map.of(), "", "127.0.0.1", 40_000));
            Farm.await(farm.redis.inbound().append(new AppendBatch("other", partition, 1, 1, 100, List.of(opened))));
            long beatNs = System.nanoTime();
            await().pollInterval(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        Farm.await(leases.beat("other", lease, GatewayCounts.NONE));
                        return System.nanoTime() - beatNs
                                > Duration.ofSeconds(2).toNanos();
                    });

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> farm.eventsUntilClosed(client).size() == 2);
            assertThat(Farm.await(farm.redis.directory().countClients())).isZero();
            assertThat(Farm.await(leases.dead())).isEmpty();
            assertThat(gateway.id()).isNotEmpty();
        }
    }
}

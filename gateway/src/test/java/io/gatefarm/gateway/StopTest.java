package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.Asked;
import io.gatefarm.redis.lease.GatewayCounts;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a gateway stops. */
class StopTest {
    private Farm farm;
    private GatewayServer gateway;

    @BeforeEach
    void start() {
        farm = new Farm();
        gateway = GatewayServer.start(farm.config());
    }

    @AfterEach
    void stop() {
        gateway.close();
        farm.close();
    }

    @Test
    void close_withClients_closesThemWith4000AndLeavesNothing() throws Exception {
        String gatewayId = gateway.id();
        List<TestClient> clients = IntStream.range(0, 20)
                .mapToObj(i -> TestClient.connect(gateway, "/client" + i))
                .toList();
        clients.forEach(client -> client.send("hello"));
        gateway.close();
        gateway.awaitClosed();
        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).awaitClosed().code()).isEqualTo(4000);
            List<ClientEvent> events = farm.eventsUntilClosed(farm.clientId("/client" + i));
            assertThat(events).hasSize(3);
            assertThat(((ClientEvent.Received) events.get(1)).message()).isEqualTo(Message.text("hello"));
            assertThat(((ClientEvent.Closed) events.get(2)).reason()).isEqualTo(new CloseReason(4000, "gateway stops"));
        }
        assertThat(Farm.await(farm.redis.directory().countClients())).isZero();
        assertThat(Farm.await(farm.redis.gatewayLeases().leaseEnds())).doesNotContainKey(gatewayId);
        assertThat(Farm.await(farm.redis.gatewayLeases().dead())).isEmpty();
    }

    @Test
    void gateway_toldToStop_closesItsClientsAndItself() throws Exception {
        String gatewayId = gateway.id();
        var client = TestClient.connect(gateway, "/client");

        assertThat(Farm.await(farm.redis.gatewayLeases().askToStop(gatewayId))).isEqualTo(Asked.ASKED);

        assertThat(client.awaitClosed().code()).isEqualTo(4000);
        gateway.awaitClosed();
        assertThat(Farm.await(farm.redis.overview().isGatewayAlive(gatewayId))).isFalse();
        assertThat(Farm.await(farm.redis.gatewayLeases().askToStop(gatewayId))).isEqualTo(Asked.DEAD);
    }

    @Test
    void beat_always_storesWhatTheGatewayHasCounted() {
        var client = TestClient.connect(gateway, "/client");
        client.send("hello");

        await().untilAsserted(() -> {
            var counts =
                    Farm.await(farm.redis.overview().read()).gateways().get(0).counts();
            assertThat(counts).isEqualTo(new GatewayCounts(1, 1, 0, 1, 5, 0, 0));
        });
    }

    @Test
    void close_whileAClientStaysMute_isNotReadyAndLetsNobodyIn() throws Exception {
        try (var mute = RawClient.open(gateway, "/mute")) {
            farm.clientId("/mute");
            assertThat(Http.metric(gateway, "gatefarm_gateway_draining_seconds"))
                    .isZero();
            var closing = Thread.ofPlatform().start(gateway::close);
            assertThat(mute.awaitCloseCode()).isEqualTo(4000);
            var ready = Http.get(gateway.adminPort(), "/readyz");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("draining\n");
            double limit = Http.metric(gateway, "gatefarm_gateway_drain_limit_seconds");
            assertThat(limit).isEqualTo(Drain.limit(farm.config()).toMillis() / 1e3);
            assertThat(Http.metric(gateway, "gatefarm_gateway_draining_seconds"))
                    .isBetween(0.0, limit)
                    .isPositive();
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> new RawClient(gateway)).isInstanceOf(ConnectException.class));
            mute.frame(RawClient.FIN | RawClient.TEXT, new byte[] {'x'}); // in time: the drain takes it along
            mute.frame(RawClient.FIN | RawClient.CLOSE, new byte[] {0x0F, (byte) 0xA0});
            closing.join();
            assertThat(farm.eventsUntilClosed(farm.clientId("/mute"))).hasSize(3);
        }
    }

    @Test
    void drain_clientOpensAfterItBegan_closesItToo() throws Exception {
        try (var mute = RawClient.open(gateway, "/mute")) {
            assertThat(farm.clientId("/mute")).isNotEmpty(); // the gateway has it
            var drain = new Drain(gateway.incarnation().orElseThrow(), farm.config());
            var draining = Thread.ofPlatform().start(drain::run);
            assertThat(mute.awaitCloseCode()).isEqualTo(4000);
            try (var late = TestClient.connect(gateway, "/late")) {
                assertThat(late.awaitClosed().code()).isEqualTo(4000);
            }
            mute.reset();
            draining.join();
        }
    }

    @Test
    void close_whileWorkersHandle_waitsUntilTheyHaveFinished() throws Exception {
        String gatewayId = gateway.id();
        try (var client = TestClient.connect(gateway, "/client")) {
            String clientId = farm.clientId("/client");
            String partition = farm.redis.keys().partition(ClientIds.partitionOf(clientId));
            farm.commands(redis -> redis.hset(partition, "owner", "worker"));
            var closing = Thread.ofPlatform().start(gateway::close);
            assertThat(client.awaitClosed().code()).isEqualTo(4000);
            assertThat(farm.eventsUntilClosed(clientId)).hasSize(2);
            assertThat(closing.join(Duration.ofMillis(300))).isFalse();
            assertThat(Farm.await(farm.redis.gatewayLeases().leaseEnds())).containsKey(gatewayId);
            farm.commands(redis -> redis.hset(partition, "position", Long.MAX_VALUE + "-0"));
            assertThat(closing.join(Duration.ofSeconds(3))).isTrue();
            assertThat(Farm.await(farm.redis.gatewayLeases().leaseEnds())).doesNotContainKey(gatewayId);
        }
    }

    @Test
    void close_twice_waitsForTheFirst() {
        gateway.close();
        gateway.close();
        await().until(() -> gateway.id().isEmpty());
    }
}

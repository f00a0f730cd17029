package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.LeaseConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.StreamEntry;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gateway does when Redis fails it, or holds it for dead. On a Redis of its own, which it may disturb. */
class RedisFaultTest {
    private static final LeaseConfig FAST =
            new LeaseConfig(Duration.ofSeconds(1), Duration.ofMillis(100), Duration.ofSeconds(1));

    private LocalRedis redis;
    private Farm farm;
    private GatewayServer gateway;

    @BeforeEach
    void start() {
        redis = LocalRedis.start();
        farm = new Farm(redis.uri(), 2);
        var config = farm.config().withLease(FAST);
        gateway = GatewayServer.start(config.withClient(config.client().withCloseTimeout(Duration.ofMillis(300))));
    }

    @AfterEach
    void stop() {
        gateway.close();
        farm.close();
        redis.close();
    }

    @Test
    void append_connectionKilledAgainAndAgain_appendsEachEventOnce() {
        try (var client = TestClient.connect(gateway, "/killed")) {
            List<String> sent = IntStream.range(0, 3000).mapToObj(i -> "m" + i).toList();
            for (int i = 0; i < sent.size(); i++) {
                client.send(sent.get(i));
                if (i % 500 == 250) {
                    farm.commands(commands ->
                            commands.clientKill(KillArgs.Builder.typeNormal().skipme(true)));
                }
            }
            String id = clientIdAfterKills();
            assertThat(messagesAfterKills(id, sent.size()).stream().map(Message::text))
                    .containsExactlyElementsOf(sent);
        }
        assertThat(farm.read().stream().map(StreamEntry::origin)).doesNotHaveDuplicates();
    }

    // the reader's own connection was killed, too
    private String clientIdAfterKills() {
        return await().ignoreExceptions().until(() -> farm.clientId("/killed"), id -> true);
    }

    private List<Message> messagesAfterKills(String id, int count) {
        return await().ignoreExceptions().until(() -> farm.messages(id, count), messages -> true);
    }

    @Test
    void gateway_declaredDead_closesItsClientsAndStartsOverUnderANewId() throws Exception {
        String oldId = gateway.id();
        try (var client = TestClient.connect(gateway, "/before")) {
            String clientId = farm.clientId("/before");
            Farm.await(farm.redis.gatewayLeases().declareDead(oldId, ""));
            assertThat(client.awaitClosed().code()).isEqualTo(4001);
            await().until(() -> !gateway.id().isEmpty() && !gateway.id().equals(oldId));
            assertThat(farm.eventsUntilClosed(clientId))
                    .last()
                    .satisfies(event -> assertThat(((ClientEvent.Closed) event).reason())
                            .isEqualTo(new CloseReason(1006, "gateway-lost")));
            assertWorks("/after");
            assertThat(Farm.of(clientId, farm.read())).hasSize(2);
        }
    }

    @Test
    void append_redisLostAnEarlierEvent_appendsItAgainMarked() throws Exception {
        String id = gateway.id();
        try (var client = TestClient.connect(gateway, "/client")) {
            String clientId = farm.clientId("/client");
            // as after a crash: the event was acknowledged and is not there
            farm.commands(commands -> commands.hset(
                    farm.redis.keys().appended(id), String.valueOf(ClientIds.partitionOf(clientId)), "0"));
            client.send("after a hole");
            assertThat(farm.messages(clientId, 1)).containsExactly(Message.text("after a hole"));
            assertThat(Farm.of(clientId, farm.read())).hasSize(3).first().isInstanceOf(ClientEvent.Opened.class);
            assertThat(farm.headers(clientId))
                    .satisfiesExactly(
                            open -> assertThat(open).doesNotContain("again"),
                            again -> assertThat(again).contains("\"open\"").endsWith(",\"again\":true}"),
                            message -> assertThat(message).doesNotContain("again"));
            assertThat(client.closed).isNotDone();
            assertThat(gateway.id()).isEqualTo(id);
        }
    }

    @Test
    void subscription_lost_isNotReady() {
        farm.commands(commands -> {
            String most = commands.configGet("maxclients").get("maxclients");
            commands.configSet("maxclients", "1"); // who is connected stays, nobody comes back
            commands.clientKill(KillArgs.Builder.typePubsub());
            awaitReady(503, "not subscribed\n");
            return commands.configSet("maxclients", most);
        });
        awaitReady(200, "ready\n");
    }

    private void awaitReady(int status, String text) {
        await().untilAsserted(() -> {
            var ready = Http.get(gateway.adminPort(), "/readyz");
            assertThat(ready.statusCode()).isEqualTo(status);
            assertThat(ready.body()).isEqualTo(text);
        });
    }

    @Test
    void subscribe_refusedAgainAndAgain_leavesNoConnectionBehind() {
        farm.commands(commands -> {
            int before = connections(commands);
            commands.aclSetuser("default", AclSetuserArgs.Builder.removeCommand(CommandType.SUBSCRIBE));
            Farm.await(farm.redis.gatewayLeases().declareDead(gateway.id(), ""));
            await().until(() -> commands.info("commandstats")
                    .matches("(?s).*cmdstat_subscribe:[^\n]*rejected_calls=([4-9]|\\d\\d).*"));
            await().until(() -> connections(commands) <= before);
            return commands.aclSetuser("default", AclSetuserArgs.Builder.addCommand(CommandType.SUBSCRIBE));
        });
        awaitReady(200, "ready\n");
    }

    private static int connections(RedisCommands<String, String> commands) {
        return (int) commands.clientList().lines().count();
    }

    @Test
    void gateway_declaredDead_cutsOffClientsThatDoNotAnswer() throws Exception {
        try (var client = RawClient.open(gateway, "/mute")) {
            farm.clientId("/mute");
            Farm.await(farm.redis.gatewayLeases().declareDead(gateway.id(), ""));
            assertThat(client.awaitCloseCode()).isEqualTo(4001);
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void gateway_unknownToRedis_isRegisteredAgainUnderItsId() throws Exception {
        String id = gateway.id();
        try (var client = TestClient.connect(gateway, "/before")) {
            farm.clientId("/before");
            farm.commands(commands -> commands.del(farm.redis.keys().gateway(id)));
            await().until(() -> Farm.await(farm.redis.gatewayLeases().drain(id)));
            assertThat(gateway.id()).isEqualTo(id);
            assertThat(client.closed).isNotDone();
            assertWorks("/known-again");
        }
    }

    @Test
    void redis_gone_isNotReadyAndKeepsItsClients() throws Exception {
        try (var client = TestClient.connect(gateway, "/patient")) {
            farm.clientId("/patient");
            redis.kill();
            await().untilAsserted(() -> {
                var ready = Http.get(gateway.adminPort(), "/readyz");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("Redis has not answered");
            });
            assertThat(Http.get(gateway.adminPort(), "/healthz").statusCode()).isEqualTo(200);
            client.send("waits");
            assertThat(client.closed).isNotDone();
            redis.restart();
        }
    }

    @Test
    void subscription_killed_countsWhatWasLost() {
        try (var client = TestClient.connect(gateway, "/deaf")) {
            String id = farm.clientId("/deaf");
            farm.send(gateway, new Frame.ToClients(List.of(id), Message.text("first")));
            farm.commands(commands -> {
                commands.clientKill(KillArgs.Builder.typePubsub());
                // published before the gateway can have subscribed again
                return commands.hincrby(farm.redis.keys().gateway(gateway.id()), "sent", 3);
            });
            await().untilAsserted(() -> assertThat(
                            Http.get(gateway.adminPort(), "/metrics").body())
                    .contains("gatefarm_gateway_frames_lost_total{channel=\"own\"} 3.0"));
            await().untilAsserted(() -> {
                farm.send(gateway, new Frame.ToClients(List.of(id), Message.text("again")));
                assertThat(client.messages).contains("again");
            });
        }
    }

    private void assertWorks(String path) throws Exception {
        try (var client = TestClient.connect(gateway, path)) {
            String id = farm.clientId(path);
            client.send("in");
            assertThat(farm.messages(id, 1)).containsExactly(Message.text("in"));
            farm.send(gateway, new Frame.ToClients(List.of(id), Message.text("out")));
            assertThat(client.receive()).isEqualTo("out");
        }
    }
}

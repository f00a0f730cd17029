package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.gateway.config.LeaseConfig;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gateway does when Redis has lost something, or the gateway has missed something. On a Redis of its own. */
@Timeout(60)
class RecoveryTest {
    private static final LeaseConfig FAST =
            new LeaseConfig(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(1));

    private LocalRedis redis;
    private Farm farm;
    private GatewayServer gateway;

    @BeforeEach
    void start() {
        redis = LocalRedis.start();
        farm = new Farm(redis.uri(), 2);
        gateway = GatewayServer.start(farm.config().withLease(FAST));
    }

    @AfterEach
    void stop() {
        gateway.close();
        farm.close();
        redis.close();
    }

    private void join(String clientId, String group) {
        assertThat(Farm.await(farm.redis.directory().joinGroup(clientId, group)))
                .isEqualTo(Change.DONE);
    }

    private void bind(String clientId, String uid) {
        assertThat(Farm.await(farm.redis.directory().bindUid(clientId, uid))).isEqualTo(Change.DONE);
    }

    /** The texts of a client in the order of their first appearance. */
    private List<String> texts(String clientId, int count) {
        var texts = new ArrayList<String>();
        farm.readUntil(all -> {
            texts.clear();
            Farm.of(clientId, all).stream()
                    .filter(ClientEvent.Received.class::isInstance)
                    .map(event -> ((ClientEvent.Received) event).message().text())
                    .distinct()
                    .forEach(texts::add);
            return texts.size() >= count;
        });
        return texts;
    }

    /** A message to the group reaches exactly these clients. */
    private void assertGroup(String group, TestClient... members) {
        Farm.await(farm.redis
                .outbound()
                .sendToGroups(
                        List.of(group),
                        FrameCodec.encode(new Frame.ToGroups(List.of(group), List.of(), Message.text("to " + group)))));
        for (TestClient member : members) {
            await().until(() -> member.messages.contains("to " + group));
        }
    }

    @Test
    void parity33_redisLosesAllUnderTraffic_noEventIsLostAndNobodyIsClosed() throws Exception {
        String id = gateway.id();
        var clients = new ArrayList<TestClient>();
        var ids = new ArrayList<String>();
        for (int i = 0; i < 10; i++) {
            clients.add(TestClient.connect(gateway, "/client" + i));
            ids.add(farm.clientId("/client" + i));
            join(ids.get(i), "room");
            join(ids.get(i), "side" + i);
            bind(ids.get(i), "uid" + i % 3);
        }
        Farm.await(farm.redis.directory().leaveGroup(ids.get(0), "side0"));
        String from = farm.commands(commands -> commands.hget(farm.redis.keys().client(ids.get(0)), "from"));
        List<String> sent = IntStream.range(0, 300).mapToObj(i -> "m" + i).toList();
        for (int i = 0; i < sent.size(); i++) {
            for (TestClient client : clients) {
                client.send(sent.get(i));
            }
            if (i == 150) {
                farm.commands(RedisCommands::flushall);
            }
        }
        for (String client : ids) {
            assertThat(texts(client, sent.size())).containsExactlyElementsOf(sent);
        }
        await().untilAsserted(() -> assertThat(Farm.await(farm.redis.directory().countClients("room")))
                .isEqualTo(10));
        var directory = farm.redis.directory();
        await().untilAsserted(
                        () -> assertThat(Farm.await(directory.countClients())).isEqualTo(10));
        assertThat(Farm.await(directory.countGroups())).isEqualTo(10);
        assertThat(Farm.await(directory.countUids())).isEqualTo(3);
        assertThat(Farm.await(directory.uidOf(ids.get(4)))).contains("uid1");
        assertThat(Farm.await(directory.groupsOf(ids.get(0)))).containsExactly("room");
        String restored =
                farm.commands(commands -> commands.hget(farm.redis.keys().client(ids.get(0)), "from"));
        assertThat(restored).isEqualTo(from);
        assertGroup("room", clients.toArray(TestClient[]::new));
        join(ids.get(0), "later");
        assertGroup("later", clients.get(0));
        assertThat(clients).allSatisfy(client -> assertThat(client.closed).isNotDone());
        assertThat(gateway.id()).isEqualTo(id);
        clients.forEach(TestClient::close);
    }

    @Test
    void failover_toAMasterThatIsBehind_appendsAndJoinsAgain() throws Exception {
        try (var client = TestClient.connect(gateway, "/client");
                var idle = TestClient.connect(gateway, "/idle")) {
            String clientId = farm.clientId("/client");
            String idleId = farm.clientId("/idle");
            join(clientId, "before");
            client.send("before");
            farm.messages(clientId, 1);
            var behind = Snapshot.take(redis.uri(), farm.app);
            join(idleId, "lost");
            bind(clientId, "lost");
            client.send("lost");
            farm.messages(clientId, 2);
            await().until(() -> Http.metric(gateway, "gatefarm_gateway_groups") == 2);
            behind.restore();
            // no more traffic: the beat finds out
            await().untilAsserted(() -> assertThat(farm.headers(clientId))
                    .anyMatch(header -> header.contains("message") && header.endsWith(",\"again\":true}")));
            await().untilAsserted(() -> {
                assertThat(Farm.await(farm.redis.directory().groupsOf(idleId))).containsExactly("lost");
                assertThat(Farm.await(farm.redis.directory().uidOf(clientId))).contains("lost");
            });
            assertThat(Farm.await(farm.redis.directory().groupsOf(clientId))).containsExactly("before");
            assertThat(Farm.await(farm.redis.directory().countClients())).isEqualTo(2);
            client.send("after");
            assertThat(texts(clientId, 3)).containsExactly("before", "lost", "after");
            assertThat(idle.closed).isNotDone();
            assertThat(client.closed).isNotDone();
        }
    }

    @Test
    void failover_thatBringsBackAHandledClose_closesTheClientOnceMore() throws Exception {
        var client = TestClient.connect(gateway, "/gone");
        String clientId = farm.clientId("/gone");
        join(clientId, "room");
        var behind = Snapshot.take(redis.uri(), farm.app);
        client.close();
        farm.eventsUntilClosed(clientId);
        String partition = farm.redis.keys().partition(ClientIds.partitionOf(clientId));
        farm.commands(
                commands -> commands.hset(partition, Map.of("owner", "worker", "position", Long.MAX_VALUE + "-0")));
        await().until(() -> Http.metric(gateway, "gatefarm_gateway_inbound_queue_bytes") == 0);
        behind.restore();
        await().untilAsserted(() -> {
            assertThat(Farm.await(farm.redis.directory().isOnline(clientId))).isFalse();
            assertThat(Farm.await(farm.redis.directory().countGroups())).isZero();
        });
        assertThat(farm.headers(clientId))
                .last()
                .satisfies(header ->
                        assertThat(header).contains("\"event\":\"close\"").endsWith(",\"again\":true}"));
    }

    /** Cuts the gateway's subscription, and lets it come back only after the action. */
    private void whileDeaf(Runnable action) {
        farm.commands(commands -> {
            String most = commands.configGet("maxclients").get("maxclients");
            commands.configSet("maxclients", "1"); // who is connected stays, nobody comes back
            commands.clientKill(KillArgs.Builder.typePubsub());
            action.run();
            return commands.configSet("maxclients", most);
        });
    }

    @Test
    void subscriber_missedChanges_learnsThemWhenItIsBack() {
        try (var client = TestClient.connect(gateway, "/client");
                var other = TestClient.connect(gateway, "/other")) {
            String clientId = farm.clientId("/client");
            String otherId = farm.clientId("/other");
            join(clientId, "left");
            join(otherId, "kept");
            whileDeaf(() -> {
                join(clientId, "joined");
                Farm.await(farm.redis.directory().leaveGroup(clientId, "left"));
                bind(otherId, "bound");
            });
            await().until(() -> Http.metric(gateway, "gatefarm_gateway_uids") == 1);
            assertGroup("joined", client);
            assertGroup("kept", other);
            assertThat(Http.metric(gateway, "gatefarm_gateway_groups")).isEqualTo(2);
            assertThat(Farm.await(farm.redis.directory().groupsOf(clientId))).containsExactly("joined");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void frame_thatIsNotTheNextChange_makesRedisAndGatewayAgree() throws Exception {
        try (var client = TestClient.connect(gateway, "/client")) {
            String id = farm.clientId("/client");
            String hash = farm.redis.keys().client(id);
            List.of("a", "b").forEach(group -> join(id, group));
            await().until(() -> Http.metric(gateway, "gatefarm_gateway_groups") == 2);

            farm.commands(
                    commands -> { // Redis goes back: it knows nothing of the first
                        commands.hset(hash, "version", "0");
                        commands.del(
                                farm.redis.keys().group("a"), farm.redis.keys().groupGateways("a"));
                        return commands.hdel(hash, "group:a");
                    });
            join(id, "c");
            await().untilAsserted(
                            () -> assertThat(Farm.await(farm.redis.directory().groupsOf(id)))
                                    .containsExactlyInAnyOrder("a", "b", "c"));

            farm.commands(
                    commands -> { // a change whose frame never came
                        commands.hset(farm.redis.keys().group("d"), id, "");
                        commands.hset(farm.redis.keys().groupGateways("d"), gateway.id(), "1");
                        commands.hset(hash, "group:d", "");
                        return commands.hincrby(hash, "version", 1);
                    });
            join(id, "e");
            await().until(() -> Http.metric(gateway, "gatefarm_gateway_groups") == 5);
            assertGroup("d", client);
            assertThat(Farm.await(farm.redis.directory().groupsOf(id)))
                    .containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        }
    }

    @Test
    void subscriber_missedKicks_closesTheClientsWhenItIsBack() throws Exception {
        try (var kicked = TestClient.connect(gateway, "/kicked");
                var ofUid = TestClient.connect(gateway, "/of-uid");
                var aborted = TestClient.connect(gateway, "/aborted");
                var stays = TestClient.connect(gateway, "/stays")) {
            String kickedId = farm.clientId("/kicked");
            String abortedId = farm.clientId("/aborted");
            String staysId = farm.clientId("/stays");
            bind(farm.clientId("/of-uid"), "u");
            var outbound = farm.redis.outbound();
            var spoof = Message.text("{\"op\":\"close\",\"client\":\"" + staysId + "\",\"code\":4100,\"bytes\":0}\n");
            whileDeaf(() -> {
                Farm.await(outbound.sendToClient(
                        kickedId, FrameCodec.encode(new Frame.Close(kickedId, 4100, "say \"bye\"", Optional.empty()))));
                Farm.await(outbound.sendToUids(
                        List.of("u"), FrameCodec.encode(new Frame.CloseUid("u", 4101, "", Optional.of(spoof)))));
                Farm.await(outbound.sendToClient(abortedId, FrameCodec.encode(new Frame.Abort(abortedId))));
                Farm.await(outbound.sendToClient(
                        staysId, FrameCodec.encode(new Frame.ToClients(List.of(staysId), spoof))));
            });
            assertThat(kicked.awaitClosed()).isEqualTo(new TestClient.Closed(4100, "say \"bye\""));
            assertThat(ofUid.awaitClosed().code()).isEqualTo(4101);
            assertThat(((ClientEvent.Closed) farm.eventsUntilClosed(abortedId).get(1)).reason())
                    .isEqualTo(new CloseReason(1006, "aborted"));
            await().until(aborted.closed::isDone);
            assertThat(stays.closed).isNotDone();
            await().untilAsserted(() -> {
                List<String> fields = farm.commands(
                        commands -> commands.hkeys(farm.redis.keys().gateway(gateway.id())));
                assertThat(fields).noneMatch(field -> field.startsWith("kick:"));
            });
        }
    }

    @Test
    void subscription_silent_isFoundAndReplacedWithin5s() throws Exception {
        try (var proxy = new SilencingProxy(redis.port());
                var deaf = GatewayServer.start(GatewayConfig.defaults(proxy.uri(), farm.app)
                        .withListen(farm.config().listen()));
                var client = TestClient.connect(deaf, "/client")) {
            String clientId = farm.clientId("/client");
            proxy.silenceSubscriptions();
            join(clientId, "missed");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> Http.metric(deaf, "gatefarm_gateway_subscriptions_replaced_total") == 1);
            await().atMost(Duration.ofSeconds(1)).until(() -> Http.metric(deaf, "gatefarm_gateway_groups") == 1);
            assertGroup("missed", client);
            await().untilAsserted(() ->
                    assertThat(Http.get(deaf.adminPort(), "/readyz").body()).isEqualTo("ready\n"));
            assertThat(client.closed).isNotDone();
        }
    }

    @Test
    void redis_hangs_messagesWaitNobodyIsClosedAndNobodyIsLetIn() throws Exception {
        try (var client = TestClient.connect(gateway, "/patient")) {
            String clientId = farm.clientId("/patient");
            signal("-STOP");
            client.send("while it hangs");
            await().untilAsserted(() -> {
                try (var refused = new RawClient(gateway)) {
                    refused.write(RawClient.request("/refused", "Sec-WebSocket-Version: 13", RawClient.KEY));
                    assertThat(refused.readHead()).startsWith("HTTP/1.1 503").contains("Retry-After: ");
                }
            });
            await().untilAsserted(() ->
                    assertThat(Http.get(gateway.adminPort(), "/readyz").body()).startsWith("Redis takes no events: "));
            signal("-CONT");
            client.send("after it");
            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(texts(clientId, 2)).containsExactly("while it hangs", "after it"));
            await().untilAsserted(() ->
                    assertThat(Http.get(gateway.adminPort(), "/readyz").body()).isEqualTo("ready\n"));
            assertThat(client.closed).isNotDone();
        }
    }

    private void signal(String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(redis.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}

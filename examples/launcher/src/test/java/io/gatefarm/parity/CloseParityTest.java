package io.gatefarm.parity;

import static io.gatefarm.parity.ParityFarm.answer;
import static io.gatefarm.parity.ParityFarm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.push.Close;
import io.gatefarm.push.Gateway;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviour 9: however a client ends, its close event comes once, with its session and uid, when it is in no index any more. */
@Timeout(60)
class CloseParityTest {
    /** Takes clients in as Ada of the room, and notes what their close finds. */
    private static final class Leaving extends Journal {
        final List<String> found = new CopyOnWriteArrayList<>();

        @Override
        void connected(Client client, Handshake handshake) {
            client.session().put("name", "Ada");
            client.saveSession();
            client.bindUid("ada");
            client.joinGroup("room");
            client.send("welcome");
        }

        @Override
        void closed(Client client, CloseReason reason) {
            Gateway gateway = client.gateway();
            found.add("session " + client.session().toJson() + " uid "
                    + client.uid().orElse("none") + " groups "
                    + client.groups() + " online " + gateway.isOnline(client.id()) + " uidOnline "
                    + gateway.isUidOnline("ada") + " uids " + gateway.uids().items() + " room "
                    + gateway.clientIdsOfGroup("room").items() + " groups "
                    + gateway.groups().items() + " all " + gateway.clientIds().items() + " count "
                    + gateway.countClients());
        }
    }

    private static final String CLEAN =
            "session {\"name\":\"Ada\"} uid ada groups [] online false uidOnline false uids []"
                    + " room [] groups [] all [] count 0";

    private static void assertOneClose(ParityFarm farm, Leaving events, String id, int code) {
        assertThat(events.await(id, "close " + code)).containsExactly("connect", "close " + code);
        await().until(() -> farm.redis().exists(farm.keys().session(id)) == 0); // the close is committed
        assertThat(events.of(id)).containsExactly("connect", "close " + code);
        assertThat(events.found).containsExactly(CLEAN);
    }

    @Test
    void parity09_normalClose_onCloseOnceWithSessionAndUidAndCleanDirectory() throws Exception {
        var events = new Leaving();
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            assertThat(client.next()).isEqualTo("welcome");
            client.leave();
            assertOneClose(farm, events, id, 1000);
        }
    }

    @Test
    void parity09_tcpReset_onCloseOnceWithSessionAndUidAndCleanDirectory() throws Exception {
        var events = new Leaving();
        try (var farm = ParityFarm.start(1, events);
                var client = new RawClient(farm.gateway(0).port(), "/")) {
            String id = events.nextClientId();
            assertThat(client.next()).isEqualTo("welcome");
            client.reset();
            assertOneClose(farm, events, id, 1006);
        }
    }

    @Test
    void parity09_kick_onCloseOnceWithSessionAndUidAndCleanDirectory() throws Exception {
        var events = new Leaving();
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            assertThat(client.next()).isEqualTo("welcome");
            for (int i = 0; i < 3; i++) {
                farm.push().closeClient(id, Close.kick("out"));
            }
            answer(farm.push().abortClient(id));
            assertOneClose(farm, events, id, 4100);
        }
    }

    @Test
    void parity09_heartbeatExpiry_onCloseOnceWithSessionAndUidAndCleanDirectory() throws Exception {
        var events = new Leaving();
        try (var farm = ParityFarm.start(1, ParityFarm.idleTimeout(Duration.ofMillis(300)), events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            assertThat(client.next()).isEqualTo("welcome");
            assertThat(client.closeCode()).isEqualTo(4003);
            assertOneClose(farm, events, id, 4003);
        }
    }

    @Test
    void parity09_messagesQueuedBeforeTheClose_stillReadAndWriteSessionAndUid() throws Exception {
        var gone = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        var events = new Journal() {
            @Override
            void connected(Client client, Handshake handshake) {
                client.bindUid("ada");
                client.session().put("told", "");
            }

            @Override
            void received(Client client, Message message) throws Exception {
                assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
                String told = client.session().text("told").orElse("?") + message.text();
                client.session().put("told", told);
                seen.add(client.uid().orElse("none") + " " + told);
            }

            @Override
            void closed(Client client, CloseReason reason) {
                seen.add(client.uid().orElse("none") + " "
                        + client.session().text("told").orElse("?") + " at close");
            }
        };
        try (var farm = ParityFarm.start(1, events)) {
            String id;
            try (var client = farm.connect(0, "/")) {
                id = events.nextClientId();
                client.send("a");
                client.send("b");
                client.send("c");
                events.await(id, "a");
                client.leave();
            }
            await().until(() -> !farm.push().isOnline(id));
            gone.countDown();

            events.await(id, "close 1000");
            await().untilAsserted(
                            () -> assertThat(seen).containsExactly("ada a", "ada ab", "ada abc", "ada abc at close"));
        }
    }
}

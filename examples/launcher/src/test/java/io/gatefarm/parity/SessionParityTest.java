package io.gatefarm.parity;

import static io.gatefarm.parity.ParityFarm.answer;
import static io.gatefarm.parity.ParityFarm.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.push.Gateway;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours 7, 8 and 22: who sees what was written to a session, and when. */
@Timeout(60)
class SessionParityTest {
    private static JsonObject values(String key, String value) {
        var values = new JsonObject();
        values.addProperty(key, value);
        return values;
    }

    @Test
    void parity07_updateSessionFromAPushClient_theNextOnMessageSeesIt() throws Exception {
        var events = new Journal() {
            @Override
            void received(Client client, Message message) {
                client.send(client.session().text("color").orElse("none"));
            }
        };
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            client.send("what?");
            assertThat(client.next()).isEqualTo("none");
            for (int i = 0; i < 50; i++) {
                answer(farm.push().updateSession(id, values("color", "blue " + i)));
                client.send("what?");
                assertThat(client.next()).isEqualTo("blue " + i);
            }
        }
    }

    @Test
    void parity08_sessionWrittenAfterTheClientHasGone_onCloseStillSeesIt() throws Exception {
        var gone = new CountDownLatch(1);
        List<String> atClose = new CopyOnWriteArrayList<>();
        var events = new Journal() {
            @Override
            void received(Client client, Message message) throws Exception {
                assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
                client.session().put("last", message.text());
            }

            @Override
            void closed(Client client, CloseReason reason) {
                atClose.add(client.session().text("last").orElse("none"));
            }
        };
        try (var farm = ParityFarm.start(1, events)) {
            String id;
            try (var client = farm.connect(0, "/")) {
                id = events.nextClientId();
                client.send("one");
                client.send("two");
                events.await(id, "one");
                client.leave();
            }
            await().until(() -> !farm.push().isOnline(id));
            gone.countDown();

            assertThat(events.await(id, "close 1000")).containsExactly("connect", "one", "two", "close 1000");
            await().untilAsserted(() -> assertThat(atClose).containsExactly("two"));
        }
    }

    @Test
    void parity22_ownWritesInOneHandler_areVisible1000Of1000Times() throws Exception {
        var events = new Journal() {
            @Override
            void received(Client client, Message message) {
                int seen = 0;
                for (int i = 0; i < 1_000; i++) {
                    seen += sees(client, "uid " + i, "group " + i, Integer.toString(i)) ? 1 : 0;
                }
                client.send(seen + " of 1000");
            }
        };
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            client.send("go");
            assertThat(client.next()).isEqualTo("1000 of 1000");
        }
    }

    private static boolean sees(Client client, String uid, String group, String value) {
        Gateway gateway = client.gateway();
        client.bindUid(uid);
        boolean bound = gateway.isUidOnline(uid) && client.uid().equals(Optional.of(uid));
        client.joinGroup(group);
        boolean joined = gateway.countClients(group) == 1;
        gateway.updateSession(client.id(), values("n", value));
        boolean updated = client.session().text("n").equals(Optional.of(value))
                && gateway.session(client.id()).equals(values("n", value));
        client.leaveGroup(group);
        return bound && joined && updated && gateway.countClients(group) == 0;
    }
}

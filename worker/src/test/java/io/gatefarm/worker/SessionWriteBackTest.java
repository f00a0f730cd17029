package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.answer;
import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client's session and uid as its callbacks see them, to its end. */
final class SessionWriteBackTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static int count(Client client) {
        return client.session().get("n").map(n -> n.getAsInt()).orElse(0);
    }

    private static final class Counting extends RecordedEvents {
        @Override
        void received(Client client, String text) {
            client.session().put("n", count(client) + 1);
            client.session().remove("old");
        }
    }

    @Test
    void session_putByOneEvent_isSeenByTheNext() {
        var events = new Counting();
        farm.start(events);
        String client = farm.gateway().connect();
        answer(farm.push().updateSession(client, json("{\"old\":1,\"other\":{\"a\":[]}}")));
        String[] messages = new String[300];
        Arrays.fill(messages, "+1");
        farm.gateway().receive(client, messages);
        farm.gateway().receive(client, "end");
        events.await(client, "end");

        await().untilAsserted(() ->
                assertThat(farm.push().session(client)).isEqualTo(json("{\"n\":301,\"other\":{\"a\":[]}}")));
    }

    @Test
    void session_updatedByAPushClient_isSeenByTheNextEvent() {
        List<String> seen = new CopyOnWriteArrayList<>();
        farm.start((client, message) -> seen.add(client.session().text("room").orElse("none")));
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "x");
        await().until(() -> seen.size() == 1);
        answer(farm.push().updateSession(client, json("{\"room\":\"blue\"}")));
        farm.gateway().receive(client, "x");
        await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("none", "blue");
    }

    @Test
    void session_changedByOthersMeanwhile_getsTheChangedKeysOnTop() throws Exception {
        var read = new CountDownLatch(1);
        var updated = new CountDownLatch(1);
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                client.session().put("mine", "new");
                client.session().remove("gone");
                read.countDown();
                assertThat(updated.await(20, TimeUnit.SECONDS)).isTrue();
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        answer(farm.push().updateSession(client, json("{\"mine\":\"old\",\"gone\":1,\"theirs\":1}")));
        farm.gateway().receive(client, "x");
        assertThat(read.await(20, TimeUnit.SECONDS)).isTrue();
        answer(farm.push().updateSession(client, json("{\"mine\":\"other\",\"gone\":2,\"theirs\":2,\"added\":true}")));
        updated.countDown();
        events.await(client, "x"); // noted in the callback, whose write-back follows

        await().untilAsserted(() -> assertThat(farm.push().session(client))
                .isEqualTo(json("{\"mine\":\"new\",\"theirs\":2,\"added\":true}")));
    }

    @Test
    void saveSession_inTheCallback_isSeenByOthersAtOnceAndLaterChangesAreWrittenToo() throws Exception {
        var saved = new CountDownLatch(1);
        var looked = new CountDownLatch(1);
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                client.saveSession();
                client.session().put("name", "Ada");
                client.saveSession();
                saved.countDown();
                assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();
                client.session().put("age", 36);
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "x");
        assertThat(saved.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(farm.push().session(client)).isEqualTo(json("{\"name\":\"Ada\"}"));
        looked.countDown();
        events.await(client, "x");
        await().untilAsserted(
                        () -> assertThat(farm.push().session(client)).isEqualTo(json("{\"name\":\"Ada\",\"age\":36}")));
    }

    @Test
    void onClose_seesSessionAndUidButTheDirectoryIsClean() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        var events = new RecordedEvents() {
            @Override
            void connected(Client client, Handshake handshake) {
                client.bindUid("ada");
                client.joinGroup("room");
                client.session().put("name", "Ada");
            }

            @Override
            void closed(Client client, CloseReason reason) {
                seen.add(client.uid().orElse("none"));
                seen.add(client.session().text("name").orElse("none"));
                seen.add(client.gateway().countClients());
                seen.add(client.gateway().countClients("room"));
                seen.add(client.gateway().isUidOnline("ada"));
                seen.add(client.gateway().isOnline(client.id()));
                seen.add(client.gateway().clientIdsOfGroup("room").items());
                client.session().put("goodbye", true);
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        events.await(client, "connect");
        await().until(() -> farm.push().countClients("room") == 1);
        farm.gateway().disconnect(client, new CloseReason(4200, "kick"));

        assertThat(events.await(client, "close 4200 kick")).containsExactly("connect", "close 4200 kick");
        assertThat(seen).containsExactly("ada", "Ada", 0L, 0L, false, false, List.of());
        await().untilAsserted(() -> {
            assertThat(farm.raw().text("EXISTS", farm.keys().session(client))).isEqualTo("0");
            assertThat(farm.push().uidOf(client)).isEmpty();
        });
    }

    @Test
    void messages_queuedBeforeTheClose_stillWriteTheSessionThatOnCloseSees() throws Exception {
        var gone = new CountDownLatch(1);
        List<Integer> atClose = new CopyOnWriteArrayList<>();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(client.uid()).contains("ada");
                client.session().put("n", count(client) + 1);
            }

            @Override
            void closed(Client client, CloseReason reason) {
                atClose.add(count(client));
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        answer(farm.push().bindUid(client, "ada"));
        farm.gateway().receive(client, "1", "2", "3");
        farm.gateway().disconnect(client);
        gone.countDown();

        assertThat(events.await(client, "close 1000 bye")).containsExactly("connect", "1", "2", "3", "close 1000 bye");
        assertThat(atClose).containsExactly(3);
    }

    @Test
    void ownChanges_inOneCallback_areSeenEveryTime() {
        var seen = new AtomicInteger();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                client.bindUid("uid " + text);
                client.joinGroup("group " + text);
                client.gateway().updateSession(client.id(), json("{\"n\":\"" + text + "\"}"));
                boolean all = client.uid().equals(Optional.of("uid " + text))
                        && client.gateway().isUidOnline("uid " + text)
                        && client.gateway().countClients("group " + text) == 1
                        && client.gateway()
                                .session(client.id())
                                .get("n")
                                .getAsString()
                                .equals(text);
                seen.addAndGet(all ? 1 : 0);
            }
        };
        farm.start(events);
        String[] messages = new String[250];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = "m" + i;
        }
        for (int i = 0; i < 4; i++) {
            String client = farm.gateway().connect();
            for (int j = 0; j < messages.length; j++) {
                messages[j] = i + " m" + j;
            }
            farm.gateway().receive(client, messages);
        }
        await().until(() -> seen.get() == 1_000);
    }
}

package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.answer;
import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.push.Close;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.testing.TestGateway;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a callback's client tells and does. */
final class CallbackClientTest {
    private static final Instant CONNECTED = Instant.ofEpochMilli(TestGateway.CONNECTED_MS);

    @RegisterExtension
    final Farm farm = new Farm();

    /** Notes where each callback's client came from. */
    private static final class Origins extends RecordedEvents {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        void connected(Client client, Handshake handshake) {
            note(client);
        }

        @Override
        void received(Client client, String text) {
            note(client);
        }

        @Override
        void closed(Client client, CloseReason reason) {
            note(client);
        }

        private void note(Client client) {
            seen.add(client.remoteAddress() + " " + client.remotePort() + " " + client.connectedAt());
        }
    }

    @Test
    void whereFrom_inEveryCallback_isWhatTheDirectoryKeeps() {
        var events = new Origins();
        farm.start(events);
        String client = farm.gateway().connect();
        events.await(client, "connect");
        store(farm.keys().client(client));
        farm.gateway().receive(client, "x");
        events.await(client, "x");
        farm.raw().call("DEL", farm.keys().client(client)); // as the close does, which leaves the session
        store(farm.keys().session(client));
        farm.gateway().disconnect(client);
        events.await(client, "close 1000 bye");

        assertThat(events.seen)
                .containsExactly(
                        "10.1.2.3 4567 " + CONNECTED, "10.1.2.3 4567 " + CONNECTED, "10.1.2.3 4567 " + CONNECTED);
    }

    private void store(String key) {
        farm.raw().call("HSET", key, "from", "10.1.2.3:4567", "since", Long.toString(TestGateway.CONNECTED_MS));
    }

    @Test
    void closes_inAllForms_reachTheGateway() {
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                switch (text) {
                    case "plain" -> client.close();
                    case "text" -> client.close("last words");
                    case "message" -> client.close(Message.binary(new byte[] {65}));
                    case "code" -> client.close(4200, "enough");
                    case "kick" -> client.close(Close.kick("out").after(Message.text("sorry")));
                    default -> client.abort();
                }
            }
        };
        farm.start(events);
        assertThat(endAfter("plain")).containsExactly("1000 ");
        assertThat(endAfter("text")).containsExactly("1000  after last words");
        assertThat(endAfter("message")).containsExactly("1000  after A");
        assertThat(endAfter("code")).containsExactly("4200 enough");
        assertThat(endAfter("kick")).containsExactly("4100 out after sorry");
        assertThat(endAfter("abort")).containsExactly("abort");
    }

    private List<String> endAfter(String message) {
        String client = farm.gateway().connect();
        farm.gateway().receive(client, message);
        return await().until(() -> farm.gateway().ends(client), ends -> !ends.isEmpty());
    }

    @Test
    void send_withOptions_isDroppableOrLeftOut() {
        farm.start((client, message) -> {
            client.send(Message.text("excluded"), SendOptions.DEFAULTS.except(client.id()));
            client.send(Message.text("other excluded"), SendOptions.DEFAULTS.except("nobody"));
            client.send(Message.text("position"), SendOptions.DEFAULTS.droppable());
        });
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "x");

        assertThat(farm.gateway().awaitTexts(client, 2)).containsExactly("other excluded", "position (droppable)");
    }

    @Test
    void groupsAndUids_ofTheClient_areChangedAndSeenAtOnce() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                seen.add(client.groups());
                client.joinGroup("a");
                client.joinGroup(7);
                seen.add(client.groups());
                client.leaveGroup("a");
                client.leaveGroup(7);
                client.joinGroup("b");
                seen.add(client.groups());
                client.bindUid(42);
                seen.add(client.uid().orElse("none"));
                client.unbindUid();
                seen.add(client.uid().orElse("none"));
            }

            @Override
            void closed(Client client, CloseReason reason) {
                seen.add(client.groups());
                seen.add(answer(client.joinGroup("c")).name());
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "x");
        events.await(client, "x");
        farm.gateway().disconnect(client);
        events.await(client, "close 1000 bye");

        assertThat(seen.toString())
                .isIn("[[], [a, 7], [b], 42, none, [], OFFLINE]", "[[], [7, a], [b], 42, none, [], OFFLINE]");
    }
}

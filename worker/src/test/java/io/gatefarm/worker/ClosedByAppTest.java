package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that a callback closes; the gateway here appends what they send afterwards, as one would that is told late. */
final class ClosedByAppTest {
    @RegisterExtension
    final Farm farm = new Farm();

    /** Closes its client in the way that the connecting client's callback or a message names. */
    private static class Closing extends RecordedEvents {
        @Override
        void received(Client client, String text) {
            end(client, text);
        }

        static void end(Client client, String how) {
            switch (how) {
                case "close" -> client.close(4200, "go");
                case "abort" -> client.abort();
                case "byId" -> client.gateway().closeClient(client.id());
                case "abortById" -> client.gateway().abortClient(client.id());
                case "closeAndThrow" -> {
                    client.close();
                    throw new IllegalStateException("for the test");
                }
                default -> {}
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "byId", "abortById", "closeAndThrow"})
    void onConnect_closesItsClient_noMessageComesAndOnCloseDoes(String how) {
        var events = new Closing() {
            @Override
            void connected(Client client, Handshake handshake) {
                end(client, how);
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "1", "2", "3");
        farm.gateway().disconnect(client);

        List<String> all = events.await(client, "close 1000 bye");
        assertThat(all).doesNotContain("1", "2", "3").endsWith("close 1000 bye");
        int partition = ClientIds.partitionOf(client);
        await().untilAsserted(() -> {
            assertThat(farm.unfinished(partition)).isEmpty();
            assertThat(dismissed(partition)).isEmpty();
        });
    }

    @Test
    void onConnect_throws_noMessageComesEither() {
        var events = new RecordedEvents() {
            @Override
            void connected(Client client, Handshake handshake) {
                throw new IllegalStateException("no such user");
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "1", "2");
        farm.gateway().disconnect(client);

        assertThat(events.await(client, "close 1000 bye")).containsExactly("close 1000 bye");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "abort", "byId", "abortById"})
    void onMessage_closesItsClient_noFurtherMessageComes(String how) {
        var events = new Closing();
        farm.start(events);
        String client = farm.gateway().connect();
        String beside = farm.gateway().connectBeside(client);
        farm.gateway().receive(client, "before", how, "after");
        farm.gateway().receive(beside, "hello");
        farm.gateway().disconnect(client);

        assertThat(events.await(client, "close 1000 bye")).containsExactly("connect", "before", how, "close 1000 bye");
        assertThat(events.await(beside, "hello")).containsExactly("connect", "hello");
    }

    @Test
    void onMessage_closesAnother_thatOnesMessagesGoOn() {
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                client.gateway().closeClient(text);
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        String other = farm.gateway().connect();
        farm.gateway().receive(client, other, "nobody");
        events.await(client, "nobody");
        farm.gateway().receive(other, "still here");

        assertThat(events.await(other, "still here")).containsExactly("connect", "still here");
    }

    @Test
    void messages_ofAClosedClient_arePassedOverByTheNextWorkerToo() {
        var first = new Closing();
        Worker worker = farm.start(first);
        String client = farm.gateway().connect();
        String beside = farm.gateway().connectBeside(client);
        farm.gateway().receive(client, "close");
        first.await(client, "close");
        int partition = ClientIds.partitionOf(client);
        await().untilAsserted(() -> assertThat(dismissed(partition)).isEqualTo(client));
        farm.stop(worker);

        farm.gateway().receive(client, "1", "2");
        farm.gateway().receive(beside, "hello");
        var second = new RecordedEvents();
        farm.start(second);
        second.await(beside, "hello");
        farm.gateway().receive(client, "3");
        farm.gateway().disconnect(client);

        assertThat(second.await(client, "close 1000 bye")).containsExactly("close 1000 bye");
        await().untilAsserted(() -> assertThat(dismissed(partition)).isEmpty());
    }

    private String dismissed(int partition) {
        return farm.raw().text("HGET", farm.keys().partition(partition), "dismissed");
    }
}

package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.DeadLetter;
import io.gatefarm.redis.stream.DeadLetters;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class FailingHandlerTest {
    @RegisterExtension
    final Farm farm = new Farm();

    /** Not one of those that the JVM throws. */
    private static final class AppError extends Error {
        private static final long serialVersionUID = 1;

        AppError(String message) {
            super(message);
        }
    }

    private static class Throwing extends RecordedEvents {
        @Override
        void received(Client client, String text) throws Exception {
            switch (text) {
                case "exception" -> throw new IOException("no disk");
                case "overflow" -> overflow(0);
                case "assertion" -> throw new AssertionError("wrong");
                case "error" -> throw new AppError("not implemented");
                default -> {}
            }
        }

        @SuppressWarnings("InfiniteRecursion")
        private static long overflow(long depth) {
            return 1 + overflow(depth + 1);
        }
    }

    private long letters() {
        return (Long) farm.raw().call("XLEN", farm.keys().deadLetters());
    }

    /** Each letter as its fields and values in one list. */
    private List<String> fields() {
        List<?> letters = (List<?>) farm.raw().call("XRANGE", farm.keys().deadLetters(), "-", "+");
        return letters.stream()
                .map(letter -> ((List<?>) letter).get(1).toString())
                .toList();
    }

    @Test
    void letters_replayed_areHandledByTheWorkerThatHasBuriedThem() {
        var repaired = new AtomicBoolean();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                check(text.equals("bad"));
            }

            @Override
            void closed(Client client, CloseReason reason) {
                check(true);
            }

            private void check(boolean fails) {
                if (fails && !repaired.get()) {
                    throw new IllegalStateException("not repaired");
                }
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "bad", "good");
        farm.gateway().disconnect(client);
        await().until(() -> letters() == 2);
        repaired.set(true);

        DeadLetters letters = farm.redis().deadLetters();
        for (DeadLetter letter : Farm.answer(letters.list("", 10))) {
            assertThat(Farm.answer(letters.replay(letter))).isTrue();
        }

        assertThat(events.await(client, "close 1000 bye")).containsExactly("connect", "good", "bad", "close 1000 bye");
        assertThat(letters()).isZero();
    }

    @Test
    void handler_throws_isBuriedWithItsReasonAndAllElseIsHandled() {
        var events = new Throwing();
        farm.start(events);
        String client = farm.gateway().connect();
        String neighbour = farm.gateway().connectBeside(client);
        farm.gateway().receive(neighbour, "n1");
        farm.gateway().receive(client, "1", "exception", "2", "overflow", "3", "assertion", "4", "error", "5");
        farm.gateway().receive(neighbour, "n2", "n3");

        assertThat(events.await(client, "5")).containsExactly("connect", "1", "2", "3", "4", "5");
        assertThat(events.await(neighbour, "n3")).containsExactly("connect", "n1", "n2", "n3");
        await().until(() -> letters() == 4);
        assertThat(fields().toString())
                .contains("data, exception", "onMessage: java.io.IOException: no disk")
                .contains("data, overflow", "onMessage: java.lang.StackOverflowError")
                .contains("data, assertion", "onMessage: java.lang.AssertionError: wrong")
                .contains("data, error", "AppError: not implemented")
                .contains(client);
        int partition = ClientIds.partitionOf(client);
        await().untilAsserted(() -> assertThat(farm.unfinished(partition)).isEmpty());
    }

    @Test
    void onConnect_throws_clientIsClosedWith1011() {
        farm.start(new RecordedEvents() {
            @Override
            void connected(Client client, Handshake handshake) throws IOException {
                throw new IOException("no disk");
            }
        });
        String client = farm.gateway().connect();

        await().until(() -> farm.gateway().closeCode(client) == 1011);
        await().until(() -> letters() == 1);
    }

    @Test
    void handler_throwsWhatAStageSaysOfAnAbsentRedis_isCalledAgainAndNotBuried() {
        List<Exception> thrown = new CopyOnWriteArrayList<>();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                var away = new RedisUnavailableException("Redis did not answer", null);
                if (thrown.isEmpty()) {
                    thrown.add(new CompletionException(away)); // as join throws it
                    throw thrown.get(0);
                }
                if (thrown.size() == 1) {
                    thrown.add(new ExecutionException(new CompletionException(away))); // as get throws it
                    throw thrown.get(1);
                }
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "first", "second");

        assertThat(events.await(client, "second")).containsExactly("connect", "first", "second");
        assertThat(thrown).hasSize(2);
        assertThat(letters()).isZero();
    }

    @Test
    void handlers_allThrow_areBuriedFastAndNeighboursGoOn() {
        var events = new Throwing();
        farm.start(events);
        String client = farm.gateway().connect();
        String neighbour = farm.gateway().connectBeside(client);
        String[] bad = new String[1_000];
        Arrays.fill(bad, "exception");
        farm.gateway().receive(client, bad);
        farm.gateway().receive(neighbour, "after");

        Farm.await().atMost(Duration.ofSeconds(15)).until(() -> letters() == 1_000);
        assertThat(events.await(neighbour, "after")).containsExactly("connect", "after");
    }

    @Test
    void handlers_ofMessageAndClose_throw_areBuriedAndTheSessionGoesWithTheClose() {
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                if (text.equals("bad")) {
                    client.session().put("lost", true);
                    throw new IllegalStateException("at message");
                }
                assertThat(client.session().isChanged()).isFalse();
                assertThat(client.session().get("lost"))
                        .as("what a failed callback put is not written")
                        .isEmpty();
                client.session().put("kept", true);
            }

            @Override
            void closed(Client client, CloseReason reason) {
                throw new IllegalStateException("at close");
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "bad", "hello");
        events.await(client, "hello");
        farm.gateway().disconnect(client);

        await().until(() -> letters() == 2);
        assertThat(fields().toString())
                .contains("onMessage: java.lang.IllegalStateException: at message")
                .contains("onClose: java.lang.IllegalStateException: at close");
        await().until(() ->
                farm.raw().text("EXISTS", farm.keys().session(client)).equals("0"));
    }
}

package io.gatefarm.parity;

import static io.gatefarm.parity.ParityFarm.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Worker;
import io.gatefarm.worker.callback.Callbacks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Behaviours 4 to 6 and 32: in which order and by whom events are handled, and what becomes of one that fails. */
@Timeout(60)
class EventsParityTest {
    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void parity04_thousandMessages_exactOrderOneAtATimeWhileOthersRun() throws Exception {
        var otherHandled = new CountDownLatch(1);
        var running = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var events = new Journal() {
            @Override
            void received(Client client, Message message) throws Exception {
                if (message.text().equals("other")) {
                    otherHandled.countDown();
                    return;
                }
                overlaps.addAndGet(running.getAndIncrement());
                if (message.text().equals("500")) {
                    assertThat(otherHandled.await(20, TimeUnit.SECONDS)).isTrue();
                }
                running.decrementAndGet();
            }
        };
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            numbers(1_000).forEach(client::send);
            events.await(id, "500");
            try (var other = farm.connect(0, "/")) {
                other.send("other");

                List<String> expected = new ArrayList<>(List.of("connect"));
                expected.addAll(numbers(1_000));
                assertThat(events.await(id, "999")).isEqualTo(expected);
                assertThat(overlaps).hasValue(0);
            }
        }
    }

    @Test
    void parity05_handlerThrows_loggedOnceAndDeadLetteredWhileAllElseGoesOn() throws Exception {
        var events = new Journal() {
            @Override
            void received(Client client, Message message) {
                if (message.text().equals("bad")) {
                    throw new IllegalStateException("no such thing");
                }
            }
        };
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        var logger = (Logger) LoggerFactory.getLogger(Callbacks.class);
        logger.addAppender(logged);
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            try (var neighbour = farm.connect(0, "/")) {
                String neighbourId = events.nextClientId();
                for (String number : numbers(20)) {
                    neighbour.send(number);
                    client.send(number.equals("10") ? "bad" : number);
                }
                neighbour.send("end");
                client.send("end");

                List<String> expected = new ArrayList<>(List.of("connect"));
                expected.addAll(numbers(20));
                expected.add("end");
                assertThat(events.await(neighbourId, "end")).isEqualTo(expected);
                expected.set(11, "bad"); // once
                assertThat(events.await(id, "end")).isEqualTo(expected);
            }
            await().until(() -> farm.redis().xlen(farm.keys().deadLetters()) == 1);
            var letter = farm.redis()
                    .xrange(farm.keys().deadLetters(), io.lettuce.core.Range.unbounded())
                    .get(0)
                    .getBody();
            assertThat(letter)
                    .containsEntry("data", "bad")
                    .containsEntry("tries", "1")
                    .containsEntry("reason", "onMessage: java.lang.IllegalStateException: no such thing");
            assertThat(List.copyOf(logged.list)).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).contains("onMessage of client " + id + " failed");
                assertThat(event.getThrowableProxy().getMessage()).isEqualTo("no such thing");
            });
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void parity06_twoMessagesInOneSegment_theSecondSeesTheFirstOnesSessionValue() throws Exception {
        var events = new Journal() {
            @Override
            void received(Client client, Message message) {
                client.send(message.text() + " sees "
                        + client.session().text("value").orElse("nothing"));
                client.session().put("value", message.text());
            }
        };
        try (var farm = ParityFarm.start(1, events);
                var client = new RawClient(farm.gateway(0).port(), "/")) {
            client.sendTogether(List.of("first", "second"));
            assertThat(client.next()).isEqualTo("first sees nothing");
            assertThat(client.next()).isEqualTo("second sees first");
        }
    }

    @Test
    void parity32_twoWorkersOfOneName_bothServe() throws Exception {
        var first = new Journal();
        var second = new Journal();
        try (var farm = ParityFarm.start(1, first)) {
            Worker other = farm.startWorker(second);
            await().until(() -> other.partitions().size() == 4);
            var ids = ConcurrentHashMap.<String>newKeySet();
            List<WebClient> clients = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                clients.add(farm.connect(0, "/"));
            }
            await().until(() -> farm.push().countClients() == 32);
            ids.addAll(farm.push().clientIds().items());
            clients.forEach(client -> client.send("hello"));

            await().until(() -> ids.stream()
                    .allMatch(
                            id -> first.of(id).contains("hello") ^ second.of(id).contains("hello")));
            assertThat(ids).anyMatch(id -> first.of(id).contains("hello"));
            assertThat(ids).anyMatch(id -> second.of(id).contains("hello"));
            clients.forEach(WebClient::close);
        }
    }
}

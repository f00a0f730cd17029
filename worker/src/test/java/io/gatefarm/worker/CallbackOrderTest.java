package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CallbackOrderTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Test
    void events_ofOneClient_comeInOrderAndOneAtATime() {
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        var overlaps = new AtomicInteger();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                AtomicInteger mine = running.computeIfAbsent(client.id(), id -> new AtomicInteger());
                overlaps.addAndGet(mine.incrementAndGet() - 1);
                mine.decrementAndGet();
            }
        };
        farm.start(events);
        List<String> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String client = farm.gateway().connect();
            farm.gateway().receive(client, numbers(1_000));
            farm.gateway().disconnect(client);
            clients.add(client);
        }

        List<String> expected = new ArrayList<>(List.of("connect"));
        expected.addAll(List.of(numbers(1_000)));
        expected.add("close 1000 bye");
        assertThat(clients)
                .allSatisfy(client ->
                        assertThat(events.await(client, "close 1000 bye")).isEqualTo(expected));
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void events_ofOtherClients_runBesideABlockedOne() throws Exception {
        var release = new CountDownLatch(1);
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                if (text.equals("block")) {
                    assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
                }
            }
        };
        farm.start(events);
        String blocked = farm.gateway().connect();
        String beside = farm.gateway().connectBeside(blocked);
        int partition = ClientIds.partitionOf(blocked);
        farm.gateway().receive(blocked, "block", "after");
        farm.gateway().receive(beside, numbers(500));
        for (int i = 0; i < 8; i++) {
            String other = farm.gateway().connect();
            farm.gateway().receive(other, "hello");
            events.await(other, "hello");
        }
        assertThat(events.await(beside, "499")).hasSize(501);

        await().untilAsserted(() ->
                assertThat(farm.unfinished(partition).split(",", -1)).hasSize(2));
        String position = farm.position(partition);
        farm.gateway().receive(beside, "one more");
        await().untilAsserted(() -> assertThat(farm.position(partition)).isNotEqualTo(position));
        assertThat(events.of(blocked)).containsExactly("connect");

        release.countDown();
        assertThat(events.await(blocked, "after")).containsExactly("connect", "block", "after");
        await().untilAsserted(() -> assertThat(farm.unfinished(partition)).isEmpty());
    }

    @Test
    void onConnect_getsWhatTheGatewaySaw() {
        List<Handshake> seen = new CopyOnWriteArrayList<>();
        List<String> gatewayIds = new CopyOnWriteArrayList<>();
        var events = new RecordedEvents() {
            @Override
            void connected(Client client, Handshake handshake) {
                seen.add(handshake);
                gatewayIds.add(client.gatewayId());
            }
        };
        farm.start(events);
        events.await(farm.gateway().connect(), "connect");

        assertThat(seen)
                .containsExactly(
                        new Handshake("/chat", "token=a", Map.of("cookie", List.of("c=1")), "", "10.1.2.3", 4567));
        assertThat(gatewayIds).containsExactly(farm.gateway().id());
    }

    @Test
    void onMessage_binary_comesByteForByteAndMarked() {
        List<Message> seen = new CopyOnWriteArrayList<>();
        farm.start((client, message) -> seen.add(message));
        String client = farm.gateway().connect();
        byte[] bytes = {0, -1, '\n', '\r', 127, -128};
        farm.gateway().receive(client, Message.binary(bytes));
        farm.gateway().receive(client, Message.text("{\"🙂\":\"\\u0000\n\"}"));
        farm.gateway().disconnect(client);

        await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactly(Message.binary(bytes), Message.text("{\"🙂\":\"\\u0000\n\"}"));
    }

    @Test
    void sends_ofCallbacks_reachTheClientInCallOrderAlsoAfterwards() {
        List<Client> kept = new CopyOnWriteArrayList<>();
        var events = new RecordedEvents() {
            @Override
            void connected(Client client, Handshake handshake) {
                client.send("welcome");
            }

            @Override
            void received(Client client, String text) {
                kept.add(client);
                client.send("1 " + text);
                client.gateway().sendToClient(client.id(), "2 " + text);
                client.send("3 " + text);
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, numbers(50));

        List<String> expected = new ArrayList<>(List.of("welcome"));
        for (String n : numbers(50)) {
            expected.addAll(List.of("1 " + n, "2 " + n, "3 " + n));
        }
        assertThat(farm.gateway().awaitTexts(client, expected.size())).isEqualTo(expected);

        kept.get(0).send("later");
        assertThat(farm.gateway().awaitTexts(client, expected.size() + 1))
                .last()
                .isEqualTo("later");
    }

    @Test
    void entry_thatIsNoEvent_isPassedOver() {
        var events = new RecordedEvents();
        farm.start(events);
        String client = farm.gateway().connect();
        int partition = ClientIds.partitionOf(client);
        // more than one read brings
        for (int i = 0; i < 300; i++) {
            farm.raw().call("XADD", farm.keys().in(partition), "*", "origin", "x", "header", "{\"event\":\"new\"}");
        }
        farm.gateway().receive(client, "after");
        assertThat(events.await(client, "after")).containsExactly("connect", "after");
    }
}

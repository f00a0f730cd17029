package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.gateway.config.SlowClient;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Delivery;
import io.gatefarm.redis.frame.Frame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that does not read what it is sent. */
class SlowReaderTest {
    private Farm farm;
    private GatewayServer gateway;

    @BeforeEach
    void start() {
        farm = new Farm();
        start(SlowClient.CLOSE);
    }

    private void start(SlowClient slowClient) {
        var config = farm.config();
        gateway = GatewayServer.start(
                config.withClient(config.client().withQueueBytes(1 << 20).withSlowClient(slowClient)));
    }

    @AfterEach
    void stop() {
        gateway.close();
        farm.close();
    }

    @Test
    void queue_full_closesTheSlowWith1013AndServesTheOthers() throws Exception {
        byte[] large = new byte[60_000];
        try (var slow = new RawClient(gateway, 4096).shakeHands("/slow");
                var quick = TestClient.connect(gateway, "/quick")) {
            String slowId = farm.clientId("/slow");
            String quickId = farm.clientId("/quick");
            int sent = 0;
            while (!Http.get(gateway.adminPort(), "/metrics").body().contains("slow_consumers_closed_total 1.0")) {
                assertThat(sent).isLessThan(2000);
                farm.send(gateway, new Frame.ToClients(List.of(slowId, quickId), Message.binary(large)));
                sent++;
            }
            farm.send(gateway, new Frame.ToClients(List.of(quickId), Message.text("end")));
            int received = 0;
            while (!quick.receive().equals("end")) {
                received++;
            }
            assertThat(received).isGreaterThanOrEqualTo(sent);
            assertThat(slow.awaitCloseCode()).isEqualTo(1013);
            slow.reset();
            assertThat(farm.eventsUntilClosed(slowId))
                    .last()
                    .satisfies(event -> assertThat(
                                    ((ClientEvent.Closed) event).reason().code())
                            .isEqualTo(1013));
        }
    }

    @Test
    void parity34_dropOldest_keepsTheSlowWithTheNewestAndServesTheOthers() throws Exception {
        gateway.close();
        start(SlowClient.DROP_OLDEST);
        try (var slow = new RawClient(gateway, 4096).shakeHands("/slow");
                var quick = TestClient.connect(gateway, "/quick")) {
            List<String> both = List.of(farm.clientId("/slow"), farm.clientId("/quick"));
            int sent = sendUntil("messages_dropped_oldest_total", both, Delivery.EACH);

            List<Integer> ofSlow = numbersUntil(sent, slow);
            assertThat(ofSlow).isSorted().doesNotHaveDuplicates().hasSizeLessThan(sent);
            assertThat(numbersUntil(sent, quick)).hasSize(sent);
        }
    }

    @Test
    void latest_ofAName_isAllThatWaitsForTheSlow() throws Exception {
        try (var slow = new RawClient(gateway, 4096).shakeHands("/slow")) {
            int sent =
                    sendUntil("messages_replaced_total", List.of(farm.clientId("/slow")), new Delivery(false, "price"));
            assertThat(numbersUntil(sent, slow)).isSorted().hasSizeLessThan(sent);
        }
    }

    @Test
    void latest_ofOtherNames_replaceNothing() throws Exception {
        try (var client = TestClient.connect(gateway, "/a")) {
            String id = farm.clientId("/a");
            for (int i = 1; i <= 10; i++) { // all of them fit into the queue
                var delivery = new Delivery(false, "price:" + i);
                farm.send(gateway, new Frame.ToClients(List.of(id), List.of(), numbered(i), delivery));
            }
            assertThat(numbersUntil(10, client)).hasSize(10);
        }
    }

    /** Sends numbered messages until a counter has moved; returns the last number. */
    private int sendUntil(String counter, List<String> clients, Delivery delivery) throws Exception {
        int sent = 0;
        while (!Pattern.compile(counter + " [1-9]")
                .matcher(Http.get(gateway.adminPort(), "/metrics").body())
                .find()) {
            assertThat(sent).isLessThan(2000);
            farm.send(gateway, new Frame.ToClients(clients, List.of(), numbered(++sent), delivery));
        }
        return sent;
    }

    private static Message numbered(int number) {
        return Message.text(number + " " + "x".repeat(60_000));
    }

    private static int number(String message) {
        return Integer.parseInt(message.substring(0, message.indexOf(' ')));
    }

    private static List<Integer> numbersUntil(int last, RawClient client) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < last) {
            numbers.add(number(client.receive().text()));
        }
        return numbers;
    }

    private static List<Integer> numbersUntil(int last, TestClient client) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.isEmpty() || numbers.get(numbers.size() - 1) < last) {
            numbers.add(number((String) client.receive()));
        }
        return numbers;
    }

    @Test
    void message_largerThanTheQueue_isSentWhenNothingElseIsQueued() throws Exception {
        try (var client = RawClient.open(gateway, "/large")) {
            farm.send(
                    gateway, new Frame.ToClients(List.of(farm.clientId("/large")), Message.binary(new byte[3 << 20])));
            assertThat(client.receive().payload()).isEqualTo(ByteBuffer.wrap(new byte[3 << 20]));
        }
    }

    @Test
    void pings_whoseAnswersAreNotRead_areBounded() throws Exception {
        // of the usual size: with a few KB, Linux drops segments while both sides send, and may pause for longer than
        // this waits
        try (var client = RawClient.open(gateway, "/pings")) {
            byte[] ping = RawClient.encode(RawClient.FIN | RawClient.PING, new byte[125], true);
            var flood = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        client.write(ping);
                    }
                } catch (java.io.IOException e) {
                    // the gateway has closed
                }
            });
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    Http.get(gateway.adminPort(), "/metrics").body())
                            .contains("slow_consumers_closed_total 1.0"));
            client.reset();
            flood.join();
        }
    }
}

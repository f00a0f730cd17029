package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import java.nio.ByteBuffer;
import java.util.List;
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
        var config = farm.config();
        gateway = GatewayServer.start(config.withClient(config.client().withQueueBytes(1 << 20)));
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
    void message_largerThanTheQueue_isSentWhenNothingElseIsQueued() throws Exception {
        try (var client = RawClient.open(gateway, "/large")) {
            farm.send(
                    gateway, new Frame.ToClients(List.of(farm.clientId("/large")), Message.binary(new byte[3 << 20])));
            assertThat(client.receive().payload()).isEqualTo(ByteBuffer.wrap(new byte[3 << 20]));
        }
    }

    @Test
    void pings_whoseAnswersAreNotRead_areBounded() throws Exception {
        try (var client = new RawClient(gateway, 4096).shakeHands("/pings")) {
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
            await().untilAsserted(() -> assertThat(
                            Http.get(gateway.adminPort(), "/metrics").body())
                    .contains("slow_consumers_closed_total 1.0"));
            client.reset();
            flood.join();
        }
    }
}

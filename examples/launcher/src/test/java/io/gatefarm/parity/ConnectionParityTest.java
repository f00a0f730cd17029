package io.gatefarm.parity;

import static io.gatefarm.parity.ParityFarm.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.worker.Client;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours 1 to 3 and 10 to 12: how a client comes, what it may send. */
@Timeout(60)
class ConnectionParityTest {
    @Test
    void parity01_connectWithTokenAndCookie_onConnectOnceAndFirst() throws Exception {
        List<Handshake> seen = new CopyOnWriteArrayList<>();
        var events = new Journal() {
            @Override
            void connected(Client client, Handshake handshake) {
                assertThat(client.remoteAddress()).isEqualTo(handshake.remoteAddress());
                assertThat(client.remotePort()).isEqualTo(handshake.remotePort());
                assertThat(client.connectedAt()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
                seen.add(handshake);
            }
        };
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/chat?token=a", "Cookie", "sid=42; theme=dark", "X-Kind", "test")) {
            client.send("first");
            String id = events.nextClientId();

            assertThat(events.await(id, "first")).containsExactly("connect", "first");
            assertThat(seen).singleElement().satisfies(handshake -> {
                assertThat(handshake.path()).isEqualTo("/chat");
                assertThat(handshake.query()).isEqualTo("token=a");
                assertThat(handshake.header("cookie")).contains("sid=42; theme=dark");
                assertThat(handshake.header("x-kind")).contains("test");
                assertThat(handshake.remoteAddress()).isEqualTo("127.0.0.1");
                assertThat(handshake.remotePort()).isPositive();
            });
        }
    }

    @Test
    void parity02_onConnectSends_itIsTheFirstFrame() throws Exception {
        var events = new Journal() {
            @Override
            void connected(Client client, Handshake handshake) {
                client.send("x");
            }

            @Override
            void received(Client client, Message message) {
                client.send(message);
            }
        };
        try (var farm = ParityFarm.start(1, events)) {
            for (int i = 0; i < 20; i++) {
                try (var client = farm.connect(0, "/")) {
                    client.send("echo");
                    assertThat(client.next()).isEqualTo("x");
                    assertThat(client.next()).isEqualTo("echo");
                }
            }
        }
    }

    @Test
    void parity03_onConnectClosesAClientThatHasSent10Messages_noOnMessageAndOnCloseOnce() throws Exception {
        var started = new CompletableFuture<ParityFarm>();
        var events = new Journal() {
            @Override
            void connected(Client client, Handshake handshake) {
                // the messages stand in the stream before the close is on its way
                var farm = started.join();
                String stream = farm.keys().in(ClientIds.partitionOf(client.id()));
                ParityFarm.await().until(() -> farm.redis().xlen(stream) >= 11);
                client.close("no");
            }
        };
        try (var farm = ParityFarm.start(1, events)) {
            started.complete(farm);
            try (var client = new RawClient(farm.gateway(0).port(), "/")) {
                client.sendTogether(
                        IntStream.range(0, 10).mapToObj(i -> "message " + i).toList());
                String id = events.nextClientId();

                assertThat(client.next()).isEqualTo("no");
                client.reset(); // or the gateway waits for the answer to its close frame
                events.await(id, "close 1000");
                await().until(() -> farm.redis().exists(farm.keys().session(id)) == 0); // all is committed
                assertThat(events.of(id)).containsExactly("connect", "close 1000");
            }
        }
    }

    @Test
    void parity10_binaryFrame_arrivesByteForByteAndIsToldFromText() throws Exception {
        byte[] bytes = new byte[256];
        IntStream.range(0, 256).forEach(i -> bytes[i] = (byte) i);
        List<Message> seen = new CopyOnWriteArrayList<>();
        var events = new Journal() {
            @Override
            void received(Client client, Message message) {
                seen.add(message);
                client.send(message);
            }
        };
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            client.send(bytes);
            client.send("text, ä and 🙂");

            assertThat(client.next()).isEqualTo(ByteBuffer.wrap(bytes));
            assertThat(client.next()).isEqualTo("text, ä and 🙂");
            assertThat(seen).containsExactly(Message.binary(bytes), Message.text("text, ä and 🙂"));
        }
    }

    @Test
    void parity11_onlyOnMessageWritten_clientsComeAndGoWithoutError() throws Exception {
        try (var farm = ParityFarm.start(1, (client, message) -> client.send(message))) {
            for (int i = 0; i < 10; i++) {
                try (var client = farm.connect(0, "/")) {
                    client.send("hello");
                    assertThat(client.next()).isEqualTo("hello");
                    client.leave();
                }
            }
            await().until(() -> farm.push().countClients() == 0);
            assertThat(farm.redis().xlen(farm.keys().deadLetters())).isZero();
        }
    }

    @Test
    void parity12_messageOfExactlyTheLimit_arrivesAndOneByteMoreClosesOnlyItsClient() throws Exception {
        int limit = 1_000;
        var events = new Journal() {
            @Override
            void received(Client client, Message message) {
                client.send(Integer.toString(message.length()));
            }
        };
        try (var farm = ParityFarm.start(
                        1, config -> config.withClient(config.client().withMaxMessageBytes(limit)), events);
                var client = farm.connect(0, "/");
                var neighbour = farm.connect(0, "/")) {
            client.send("x".repeat(limit));
            assertThat(client.next()).isEqualTo("1000");
            client.send(new byte[limit]);
            assertThat(client.next()).isEqualTo("1000");
            client.send("x".repeat(limit + 1));

            assertThat(client.closeCode()).isEqualTo(1009);
            neighbour.send("still here");
            assertThat(neighbour.next()).isEqualTo("10");
            assertThat(neighbour.isOpen()).isTrue();
        }
    }
}

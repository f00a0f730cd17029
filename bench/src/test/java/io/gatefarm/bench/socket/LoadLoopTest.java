package io.gatefarm.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LoadLoopTest {
    private static final long TIMEOUT_NS = 10_000_000_000L;

    private final List<String> messages = new ArrayList<>();

    @Test
    void message_byteByByte_arrivesWhole() throws IOException {
        byte[] frame = ScriptedServer.frame(0x81, "x".repeat(300).getBytes(StandardCharsets.US_ASCII));
        try (ScriptedServer server = new ScriptedServer((peer, text) -> {
                    for (byte single : frame) {
                        peer.raw(new byte[] {single});
                    }
                });
                LoadLoop loop = loop(server.url())) {
            send(open(loop), "go");

            turnUntil(loop, () -> !messages.isEmpty());
            assertThat(messages).containsExactly("text " + "x".repeat(300));
        }
    }

    @Test
    void messages_fragmentsPingAndBinaryInOneWrite_areToldInOrder() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((peer, text) -> {
                    received.add(text);
                    if (text.equals("go")) {
                        peer.raw(join(
                                ScriptedServer.frame(0x01, ascii("a")),
                                ScriptedServer.frame(0x89, ascii("ping")),
                                ScriptedServer.frame(0x00, ascii("b")),
                                ScriptedServer.frame(0x80, ascii("c")),
                                ScriptedServer.frame(0x82, ascii("d")),
                                ScriptedServer.frame(0x81, ascii(""))));
                    }
                });
                LoadLoop loop = loop(server.url())) {
            send(open(loop), "go");

            turnUntil(loop, () -> received.size() == 2 && messages.size() == 3);
            assertThat(messages).containsExactly("text abc", "binary d", "text ");
            assertThat(received).containsExactly("go", "pong:ping");
        }
    }

    @Test
    void offer_peerDoesNotRead_isFullUntilItDoes() throws Exception {
        Object gate = new Object();
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        try (ScriptedServer server = new ScriptedServer((peer, text) -> {
                    synchronized (gate) {
                        received.add(text.length());
                    }
                });
                LoadLoop loop = loop(server.url())) {
            ClientConnection connection = open(loop);
            byte[] payload = new byte[900_000];
            int queued = 0;
            synchronized (gate) {
                while (connection.offer(payload, payload.length) == ClientConnection.Offer.QUEUED) {
                    connection.flush();
                    assertThat(++queued).isLessThan(1000);
                }
            }
            int expected = queued;

            turnUntil(loop, () -> received.size() == expected);
            assertThat(messages).contains("writable");
            assertThat(received).containsOnly(900_000);
            assertThat(connection.offer(payload, 1)).isEqualTo(ClientConnection.Offer.QUEUED);
            connection.flush();
        }
    }

    @Test
    void counts_lostRefusedAndClosed_areToldApart() throws IOException {
        try (ScriptedServer server = new ScriptedServer((peer, text) -> {
            if (text.equals("cut")) {
                peer.cut();
            } else {
                peer.raw(ScriptedServer.frame(0x88, new byte[] {1001 >> 8, (byte) 1001}));
            }
        })) {
            LoadLoop loop = loop(server.url());
            open(loop);
            send(open(loop), "cut");
            send(open(loop), "close");
            turnUntil(loop, () -> loop.counts().lost() == 2);
            assertThat(loop.counts().open()).isEqualTo(1);
            loop.close();

            assertThat(loop.counts().open()).isZero();
            assertThat(loop.counts().lost()).isEqualTo(2);
            assertThat(loop.counts().failed()).isZero();
            assertThat(loop.counts().reasons())
                    .containsKey("closed by the peer with 1001")
                    .hasSize(2);
        }
    }

    @Test
    void connect_nobodyListens_fails() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (LoadLoop loop = loop("ws://127.0.0.1:" + port + "/")) {
            loop.connect();
            turnUntil(loop, () -> loop.counts().failed() == 1);
            assertThat(loop.counts().opening()).isZero();
        }
    }

    @Test
    void listener_throws_endsItsConnectionOnly() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::text);
                LoadLoop loop = loop(server.url())) {
            ClientConnection bad = open(loop);
            ClientConnection good = open(loop);
            bad.listen(new ConnectionListener() {
                @Override
                public void onMessage(ClientConnection from, boolean text, byte[] bytes, int length, long nowNs) {
                    throw new IllegalStateException("on purpose");
                }
            });
            send(bad, "x");
            turnUntil(loop, () -> loop.counts().lost() == 1);
            send(good, "y");
            turnUntil(loop, () -> !messages.isEmpty());
            assertThat(messages).containsExactly("text y");
        }
    }

    private ClientConnection open(LoadLoop loop) {
        ClientConnection connection = loop.connect();
        connection.listen(new ConnectionListener() {
            @Override
            public void onMessage(ClientConnection from, boolean text, byte[] bytes, int length, long nowNs) {
                messages.add((text ? "text " : "binary ") + new String(bytes, 0, length, StandardCharsets.US_ASCII));
            }

            @Override
            public void onWritable(ClientConnection from, long nowNs) {
                messages.add("writable");
            }
        });
        turnUntil(loop, connection::isOpen);
        return connection;
    }

    private static LoadLoop loop(String url) {
        return LoadLoop.open(Target.parse(url), new Random(1));
    }

    private static void send(ClientConnection connection, String text) {
        connection.offer(ascii(text), text.length());
        connection.flush();
    }

    private static void turnUntil(LoadLoop loop, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            loop.turn(System.nanoTime() + 1_000_000);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... frames) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] frame : frames) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }
}

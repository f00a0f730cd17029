package io.gatefarm.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * A WebSocket server on plain blocking sockets that does with each text message what the test says. It shares no code with
 * the client under test.
 */
public final class ScriptedServer implements AutoCloseable {
    /** One connected client, as the script sees it. */
    public static final class Peer {
        private final Socket socket;

        private Peer(Socket socket) {
            this.socket = socket;
        }

        public void text(String message) {
            raw(frame(0x81, message.getBytes(StandardCharsets.UTF_8)));
        }

        public synchronized void raw(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public void cut() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final ServerSocket listener;
    private final BiConsumer<Peer, String> onText;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param onText gets each text message; a pong comes as {@code pong:<payload>} */
    public ScriptedServer(BiConsumer<Peer, String> onText) {
        this.onText = onText;
        try {
            listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    public String url() {
        return "ws://127.0.0.1:" + listener.getLocalPort() + "/path?query=1";
    }

    /** A server's frame: no mask, the length in its shortest form. */
    public static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65536) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            Peer peer = new Peer(socket);
            peer.raw(answer(in).getBytes(StandardCharsets.US_ASCII));
            while (receive(in, peer)) {}
        } catch (IOException | UncheckedIOException e) {
            // the client is gone
        }
    }

    private boolean receive(DataInputStream in, Peer peer) throws IOException {
        int opcode = in.readUnsignedByte() & 0x0F;
        int second = in.readUnsignedByte();
        if ((second & 0x80) == 0) {
            throw new IOException("a client must mask");
        }
        int form = second & 0x7F;
        int length = form < 126 ? form : form == 126 ? in.readUnsignedShort() : (int) in.readLong();
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        switch (opcode) {
            case 1 -> onText.accept(peer, text);
            case 10 -> onText.accept(peer, "pong:" + text);
            default -> peer.raw(frame(0x88, payload));
        }
        return opcode != 8;
    }

    @SuppressWarnings("deprecation") // readLine is right for ASCII
    private static String answer(DataInputStream in) throws IOException {
        String key = "";
        for (String line = in.readLine(); !"".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new EOFException();
            }
            key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring(19) : key;
        }
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nsec-websocket-accept: "
                + sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11") + "\r\n\r\n";
    }

    private static String sha1(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}

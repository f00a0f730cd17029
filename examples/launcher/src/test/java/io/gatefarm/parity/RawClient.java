package io.gatefarm.parity;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client that decides what travels in one TCP segment, and how it ends. */
final class RawClient implements AutoCloseable {
    private static final int FINAL_TEXT = 0x81;
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** Connects and shakes hands. */
    RawClient(int port, String path) throws IOException {
        socket.setSoTimeout((int) ParityFarm.PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        this.in = new DataInputStream(socket.getInputStream());
        write(("GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new AssertionError("no handshake: " + head);
        }
    }

    /** Sends texts of less than 126 bytes each in one write. */
    void sendTogether(List<String> texts) throws IOException {
        var frames = new ByteArrayOutputStream();
        for (String text : texts) {
            byte[] payload = text.getBytes(StandardCharsets.UTF_8);
            frames.write(FINAL_TEXT);
            frames.write(0x80 | payload.length);
            frames.writeBytes(MASK);
            for (int i = 0; i < payload.length; i++) {
                frames.write(payload[i] ^ MASK[i & 3]);
            }
        }
        write(frames.toByteArray());
    }

    private void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame's payload as text; a frame of less than 126 bytes. */
    String next() throws IOException {
        in.readUnsignedByte();
        byte[] payload = new byte[in.readUnsignedByte()];
        in.readFully(payload);
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** Breaks the connection with a TCP reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

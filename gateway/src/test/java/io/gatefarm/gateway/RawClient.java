package io.gatefarm.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that may misbehave: it writes the bytes it is told to. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    static final int FIN = 0x80;

    static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    final Socket socket = new Socket();
    private final DataInputStream in;

    record Received(int opcode, ByteBuffer payload) {
        int closeCode() {
            return payload.getChar(0);
        }

        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }
    }

    /** Connects without a word. */
    RawClient(GatewayServer gateway) throws IOException {
        this(gateway, 0);
    }

    /** @param receiveBuffer bytes of the socket's receive buffer; 0 leaves it */
    RawClient(GatewayServer gateway, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()), PATIENCE_MS);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Connects and shakes hands. */
    static RawClient open(GatewayServer gateway, String path) throws IOException {
        return new RawClient(gateway).shakeHands(path);
    }

    /** A WebSocket request with further headers. */
    static String request(String path, String... headers) {
        String start =
                "GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n";
        return start + String.join("\r\n", headers) + "\r\n\r\n";
    }

    RawClient shakeHands(String path) throws IOException {
        write(request(path, "Sec-WebSocket-Version: 13", KEY));
        String head = readHead();
        if (!head.startsWith("HTTP/1.1 101") || !head.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")) {
            throw new AssertionError("no handshake: " + head);
        }
        return this;
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The answer's status line and headers. */
    String readHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("closed after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** A frame with its first byte given, masked as a client must. */
    void frame(int first, byte[] payload) throws IOException {
        write(encode(first, payload, true));
    }

    static byte[] encode(int first, byte[] payload, boolean masked) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        int maskBit = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.write(maskBit | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(maskBit | 126);
            out.write(payload.length >>> 8);
            out.write(payload.length);
        } else {
            out.write(maskBit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >>> shift));
            }
        }
        byte[] mask = {1, 2, 3, 4};
        if (masked) {
            out.writeBytes(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ mask[i & 3] : payload[i]);
        }
        return out.toByteArray();
    }

    /** The next frame. */
    Received receive() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return new Received(first & 0x0F, ByteBuffer.wrap(payload));
    }

    /** Reads up to the close frame and returns its code. */
    int awaitCloseCode() throws IOException {
        Received frame;
        do {
            frame = receive();
        } while (frame.opcode() != CLOSE);
        return frame.closeCode();
    }

    /** Breaks the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

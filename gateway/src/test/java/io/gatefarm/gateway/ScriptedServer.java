package io.gatefarm.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A WebSocket server that sends each connection its bytes, in the order in which they come, and ends it; then it listens no more. */
final class ScriptedServer implements AutoCloseable {
    private static final String KEY = "sec-websocket-key: ";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // of RFC 6455, section 1.3

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());

    ScriptedServer(byte[]... connections) throws IOException {
        Thread.ofVirtual().start(() -> serve(List.of(connections)));
    }

    String url() {
        return "ws://127.0.0.1:" + server.getLocalPort() + "/";
    }

    static byte[] close(int status, String reason) {
        return ByteBuffer.allocate(4 + reason.length())
                .put((byte) 0x88)
                .put((byte) (2 + reason.length()))
                .putShort((short) status)
                .put(reason.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** A message, and a close right after it. */
    static byte[] text(String text, int status, String reason) {
        byte[] close = close(status, reason);
        return ByteBuffer.allocate(2 + text.length() + close.length)
                .put((byte) 0x81)
                .put((byte) text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .put(close)
                .array();
    }

    private void serve(List<byte[]> connections) {
        for (byte[] frames : connections) {
            try (Socket socket = server.accept()) {
                var out = socket.getOutputStream();
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(socket) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.write(frames);
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // the client went first, or the test is over
            }
        }
    }

    /** Reads a request and returns what answers its key. */
    private static String accept(Socket socket) throws IOException {
        var request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            request.append((char) next);
        }
        String key = request.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, KEY, 0, KEY.length()))
                .findFirst()
                .orElseThrow()
                .substring(KEY.length());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

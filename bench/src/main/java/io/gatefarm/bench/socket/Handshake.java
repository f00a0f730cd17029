package io.gatefarm.bench.socket;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The opening request to one target and the check of its answer (RFC 6455, section 4). Immutable. */
final class Handshake {
    /** Bytes; a longer answer is not a WebSocket server's. */
    static final int MAX_RESPONSE = 8192;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final byte[] request;
    private final String accept;

    /** One key for all connections is enough here: it only proves that the peer speaks WebSocket. */
    Handshake(Target target, RandomGenerator random) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        this.accept = acceptOf(key);
        this.request = String.join(
                        "\r\n",
                        "GET " + target.path() + " HTTP/1.1",
                        "Host: " + target.authority(),
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: " + key,
                        "",
                        "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    void writeRequest(ByteBuffer out) {
        out.put(request);
    }

    /**
     * Reads the answer's head.
     *
     * @return false, with nothing consumed, when its end has not arrived yet
     * @throws ProtocolException when the answer is anything but the right 101
     */
    boolean readResponse(ByteBuffer in) throws ProtocolException {
        int length = headLength(in);
        if (length < 0) {
            if (in.remaining() > MAX_RESPONSE) {
                throw new ProtocolException("handshake answer is longer than " + MAX_RESPONSE + " bytes");
            }
            return false;
        }
        byte[] head = new byte[length];
        in.get(head);
        check(new String(head, StandardCharsets.ISO_8859_1).lines().toList());
        return true;
    }

    private void check(List<String> lines) throws ProtocolException {
        if (!lines.get(0).startsWith("HTTP/1.1 101")) {
            throw new ProtocolException("handshake refused: " + lines.get(0));
        }
        boolean accepted = lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-accept:"))
                .anyMatch(line -> line.substring(line.indexOf(':') + 1).strip().equals(accept));
        if (!accepted) {
            throw new ProtocolException("handshake answer has a wrong Sec-WebSocket-Accept");
        }
    }

    private static int headLength(ByteBuffer in) {
        for (int i = in.position(); i + 4 <= in.limit(); i++) {
            if (in.getInt(i) == 0x0D0A0D0A) {
                return i + 4 - in.position();
            }
        }
        return -1;
    }

    static String acceptOf(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

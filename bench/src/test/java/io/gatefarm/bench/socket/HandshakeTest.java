package io.gatefarm.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private final Handshake handshake = new Handshake(Target.parse("ws://127.0.0.1:8282/chat?a=b"), new Random(1));

    @Test
    void acceptOf_sampleOfTheRfc_isItsAnswer() {
        assertThat(Handshake.acceptOf("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void readResponse_inPieces_waitsForTheEndAndLeavesTheRest() throws ProtocolException {
        String head = "HTTP/1.1 101 Switching Protocols\r\nSEC-WebSocket-accept:" + accept() + "\r\n\r\n";

        assertThat(handshake.readResponse(bytes(head.substring(0, head.length() - 1))))
                .isFalse();
        ByteBuffer in = bytes(head + "rest");
        assertThat(handshake.readResponse(in)).isTrue();
        assertThat(in.remaining()).isEqualTo(4);
    }

    @Test
    void readResponse_otherAnswers_areRefused() {
        assertRefused("HTTP/1.1 503 Service Unavailable\r\n\r\n", "503");
        assertRefused("HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: no\r\n\r\n", "Accept");
        assertRefused("x".repeat(Handshake.MAX_RESPONSE + 1), "longer");
    }

    private void assertRefused(String answer, String reason) {
        assertThatThrownBy(() -> handshake.readResponse(bytes(answer)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(reason);
    }

    private String accept() {
        ByteBuffer request = ByteBuffer.allocate(1000);
        handshake.writeRequest(request);
        String text = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
        assertThat(text)
                .startsWith("GET /chat?a=b HTTP/1.1\r\nHost: 127.0.0.1:8282\r\n")
                .endsWith("\r\n\r\n");
        return Pattern.compile("Sec-WebSocket-Key: (\\S+)")
                .matcher(text)
                .results()
                .map((MatchResult match) -> Handshake.acceptOf(match.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}

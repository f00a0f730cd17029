package io.gatefarm.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.bench.ScriptedServer;
import io.gatefarm.bench.socket.FrameReader.Outcome;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private final FrameReader reader = new FrameReader(70_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 70_000})
    void next_eachLengthForm_findsPayload(int length) throws ProtocolException {
        byte[] payload = new byte[length];
        ByteBuffer in = ByteBuffer.wrap(ScriptedServer.frame(0x81, payload));

        assertThat(reader.next(in)).isEqualTo(Outcome.FRAME);
        assertThat(reader.opcode()).isEqualTo(Opcode.TEXT);
        assertThat(reader.last()).isTrue();
        assertThat(reader.payloadBytes()).isEqualTo(length).isEqualTo(in.remaining());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 126, 65_536})
    void next_cutAnywhere_waitsAndDoesNotMove(int length) throws ProtocolException {
        byte[] frame = ScriptedServer.frame(0x01, new byte[length]);
        for (int cut = 0; cut < frame.length; cut++) {
            ByteBuffer in = ByteBuffer.wrap(frame, 0, cut);
            assertThat(reader.next(in)).isEqualTo(Outcome.INCOMPLETE);
            assertThat(in.position()).isZero();
        }
        assertThat(reader.next(ByteBuffer.wrap(frame))).isEqualTo(Outcome.FRAME);
        assertThat(reader.last()).isFalse();
    }

    @Test
    void next_severalInOneBuffer_findsEach() throws ProtocolException {
        ByteBuffer in = bytes("8103616263 8900 8201ff 81");

        assertThat(reader.next(in)).isEqualTo(Outcome.FRAME);
        in.position(in.position() + reader.payloadBytes());
        assertThat(reader.next(in)).isEqualTo(Outcome.FRAME);
        assertThat(reader.opcode()).isEqualTo(Opcode.PING);
        assertThat(reader.next(in)).isEqualTo(Outcome.FRAME);
        assertThat(reader.opcode()).isEqualTo(Opcode.BINARY);
        in.position(in.position() + reader.payloadBytes());
        assertThat(reader.next(in)).isEqualTo(Outcome.INCOMPLETE);
        assertThat(in.remaining()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "818000000000, mask",
        "c100, reserved",
        "817e0005, shortest",
        "817f0000000000000080, shortest",
        "817fffffffffffffffff, shortest",
        "817f0000000000011171, exceeds",
        "0900, control",
        "897e0080, control"
    })
    void next_whatNoServerMaySend_isRefused(String hex, String reason) {
        assertThatThrownBy(() -> reader.next(bytes(hex)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(reason);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}

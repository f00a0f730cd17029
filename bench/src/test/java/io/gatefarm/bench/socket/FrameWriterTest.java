package io.gatefarm.bench.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameWriterTest {
    @Test
    void write_shortText_isTheHandMadeFrame() {
        // "Hi" is 48 69; masked with 5a 17 it is 12 7e
        assertThat(written("Hi".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(HexFormat.of().parseHex("81825a17c3e9127e"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8180",
        "7, 8187",
        "8, 8188",
        "9, 8189",
        "125, 81fd",
        "126, 81fe007e",
        "65535, 81feffff",
        "65536, 81ff0000000000010000",
        "70001, 81ff0000000000011171"
    })
    void write_eachLengthForm_unmasksToThePayload(int length, String head) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);

        byte[] frame = written(payload);

        byte[] expectedHead = HexFormat.of().parseHex(head + "5a17c3e9");
        assertThat(Arrays.copyOf(frame, expectedHead.length)).isEqualTo(expectedHead);
        byte[] masked = Arrays.copyOfRange(frame, expectedHead.length, frame.length);
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= expectedHead[expectedHead.length - 4 + i % 4];
        }
        assertThat(masked).isEqualTo(payload);
    }

    private static byte[] written(byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(FrameWriter.maxFrameBytes(payload.length));
        FrameWriter.write(out, Opcode.TEXT, payload, payload.length);
        return Arrays.copyOf(out.array(), out.position());
    }
}

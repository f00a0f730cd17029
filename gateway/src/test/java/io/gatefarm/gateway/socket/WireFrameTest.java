package io.gatefarm.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WireFrameTest {
    private static void assertHeader(int length, int... header) {
        byte[] frame = WireFrame.message(Message.binary(new byte[length]));
        byte[] expected = new byte[header.length];
        for (int i = 0; i < header.length; i++) {
            expected[i] = (byte) header[i];
        }
        assertThat(frame).hasSize(header.length + length);
        assertThat(Arrays.copyOf(frame, header.length)).isEqualTo(expected);
    }

    @Test
    void message_everyLengthForm_hasTheShortestHeader() {
        assertHeader(0, 0x82, 0);
        assertHeader(125, 0x82, 125);
        assertHeader(126, 0x82, 126, 0, 126);
        assertHeader(65_535, 0x82, 126, 0xFF, 0xFF);
        assertHeader(65_536, 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0);
    }

    @Test
    void message_text_isOneTextFrame() {
        assertThat(WireFrame.message(Message.text("Hi"))).containsExactly(0x81, 2, 'H', 'i');
    }

    @Test
    void control_frames_carryTheirPayloadAndLeaveItsPosition() {
        var payload = ByteBuffer.wrap(new byte[] {9, 1, 2}).position(1);
        assertThat(WireFrame.pong(payload)).containsExactly(0x8A, 2, 1, 2);
        assertThat(WireFrame.close(payload)).containsExactly(0x88, 2, 1, 2);
        assertThat(payload.position()).isEqualTo(1);
        assertThat(WireFrame.ping()).containsExactly(0x89, 0);
    }
}

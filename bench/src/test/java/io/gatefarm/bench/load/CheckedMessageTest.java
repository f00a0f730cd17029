package io.gatefarm.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckedMessageTest {
    private final CheckedMessage message = new CheckedMessage("all ", 50);

    @Test
    void write_prefixAndNumbers_isReadable() {
        String text = new String(message.write(0x1f, 0xabc, 77), StandardCharsets.US_ASCII);

        assertThat(text).isEqualTo("all 0000001f-0000000000000abc-000000000000004d-rstuvwx");
        assertThat(message.length()).isEqualTo(54);
    }

    @Test
    void isEqualTo_anyByteChanged_isFalse() {
        byte[] bytes = message.write(3, 4, -5).clone();
        assertThat(message.isEqualTo(bytes, bytes.length, 3, 4, -5)).isTrue();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i]++;
            assertThat(message.isEqualTo(bytes, bytes.length, 3, 4, -5)).isFalse();
            bytes[i]--;
        }
        assertThat(message.isEqualTo(bytes, bytes.length - 1, 3, 4, -5)).isFalse();
    }

    @Test
    void numbersOf_ownAndForeignMessages_areReadOrRefused() {
        byte[] own = new CheckedMessage("", 43).write(Integer.MAX_VALUE, Long.MAX_VALUE, 1);

        assertThat(CheckedMessage.connectionOf(own, 43)).isEqualTo(Integer.MAX_VALUE);
        assertThat(CheckedMessage.sequenceOf(own, 43)).isEqualTo(Long.MAX_VALUE);
        assertThat(CheckedMessage.sequenceOf(own, 42)).isEqualTo(-1);
        byte[] foreign = "x".repeat(60).getBytes(StandardCharsets.US_ASCII);
        assertThat(CheckedMessage.sequenceOf(foreign, 60)).isEqualTo(-1);
    }
}

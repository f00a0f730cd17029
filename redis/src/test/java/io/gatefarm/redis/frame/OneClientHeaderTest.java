package io.gatefarm.redis.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.event.Message;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneClientHeaderTest {
    private static final String CLIENT = "004e729esjdeh6l02ue";

    private static String header(Message message) {
        String frame = new String(FrameCodec.encodeToClient(CLIENT, message), UTF_8);
        return frame.substring(0, frame.indexOf('\n'));
    }

    @Test
    void read_whatTheCodecWrites_isTheHeader() {
        for (String text : List.of("", "hi", "x".repeat(123_456))) {
            FrameHeader header = OneClientHeader.read(header(Message.text(text)));

            assertThat(header).isNotNull();
            assertThat(header.clients).containsExactly(CLIENT);
            assertThat(header.bytes).isEqualTo(text.length());
            assertThat(header.binary).isFalse();
        }
        assertThat(OneClientHeader.read(header(Message.binary(new byte[5])))).isNull();
    }

    /** The quick way may decline, but must never read anything that the JSON reader reads otherwise. */
    @Test
    void read_anyChangedCharacter_isDeclinedOrReadAsJson() throws IOException {
        int accepted = 0;
        String header = header(Message.text("hello, world"));
        for (int i = 0; i < header.length(); i++) {
            for (String other : List.of("", "x", "a", "\"", "\\", "{", "}", "]", ",", ":", "7", " ", "-", "e")) {
                String changed = header.substring(0, i) + other + header.substring(i + 1);
                FrameHeader quick = OneClientHeader.read(changed);
                if (quick != null) {
                    accepted++;
                    FrameHeader json = FrameHeader.read(" " + changed);
                    assertThat(json.op).as(changed).isEqualTo(quick.op);
                    assertThat(json.clients).as(changed).isEqualTo(quick.clients);
                    assertThat(json.bytes).as(changed).isEqualTo(quick.bytes);
                }
            }
        }
        assertThat(accepted).isGreaterThan(30);
    }
}

package io.gatefarm.redis.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {
    private static final byte[] DATA = "hi".getBytes(UTF_8);
    private static final ClientEvent.Received TEXT =
            new ClientEvent.Received("004e729esjdeh6l02ue", "bhs7k4f0ll0m9pbp", 1795347224880L, Message.utf8(DATA));
    private static final ClientEvent.Received BINARY =
            new ClientEvent.Received("004e729esjdeh6l02ue", "bhs7k4f0ll0m9pbp", 1795347224880L, Message.binary(DATA));

    @Test
    void read_whatTheCodecWrites_isTheEvent() {
        for (ClientEvent.Received event : List.of(TEXT, BINARY)) {
            assertThat(MessageHeader.read(new String(EventCodec.header(event), UTF_8), DATA))
                    .isEqualTo(event);
        }
    }

    /** The quick way may decline, but must never read anything that the JSON reader reads otherwise. */
    @Test
    void read_anyChangedCharacter_isDeclinedOrReadAsJson() {
        int accepted = 0;
        for (ClientEvent.Received event : List.of(TEXT, BINARY)) {
            String header = new String(EventCodec.header(event), UTF_8);
            for (int i = 0; i < header.length(); i++) {
                for (String other : List.of("", "x", "\"", "\\", "{", "}", ",", ":", "7", " ", "-", "e")) {
                    String changed = header.substring(0, i) + other + header.substring(i + 1);
                    ClientEvent quick = MessageHeader.read(changed, DATA);
                    if (quick != null) {
                        accepted++;
                        // a space in front keeps the quick way off
                        assertThat(EventCodec.decode((" " + changed).getBytes(UTF_8), DATA))
                                .as(changed)
                                .isEqualTo(quick);
                    }
                }
            }
        }
        assertThat(accepted).isGreaterThan(100);
    }
}

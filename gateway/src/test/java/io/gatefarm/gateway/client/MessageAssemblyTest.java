package io.gatefarm.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.client.MessageAssembly.Progress;
import io.gatefarm.redis.event.Message;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageAssemblyTest {
    private final MessageAssembly assembly = new MessageAssembly(1000);

    private Progress add(boolean first, boolean last, int bytes) {
        return assembly.add(first, true, last, ByteBuffer.allocate(bytes));
    }

    @Test
    void add_manyParts_makesOneMessageOfTheirLength() {
        assertThat(add(true, false, 1)).isEqualTo(Progress.PARTIAL);
        for (int i = 0; i < 499; i++) {
            assertThat(add(false, false, 2)).isEqualTo(Progress.PARTIAL);
        }
        assertThat(add(false, true, 1)).isEqualTo(Progress.COMPLETE);
        assertThat(assembly.take()).isEqualTo(Message.binary(new byte[1000]));
    }

    @Test
    void add_emptyParts_makeAnEmptyMessage() {
        assertThat(add(true, false, 0)).isEqualTo(Progress.PARTIAL);
        assertThat(add(false, true, 0)).isEqualTo(Progress.COMPLETE);
        assertThat(assembly.take().length()).isZero();
    }

    @Test
    void add_oneByteTooMany_isTooLarge() {
        assertThat(add(true, false, 1000)).isEqualTo(Progress.PARTIAL);
        assertThat(add(false, true, 1)).isEqualTo(Progress.TOO_LARGE);
        assertThat(add(true, true, 1001)).isEqualTo(Progress.TOO_LARGE);
    }

    @Test
    void add_afterAWholeMessage_startsAnew() {
        add(true, false, 700);
        add(false, true, 300);
        assertThat(assembly.take().length()).isEqualTo(1000);
        assertThat(add(true, true, 1000)).isEqualTo(Progress.COMPLETE);
        assertThat(assembly.take().length()).isEqualTo(1000);
    }
}

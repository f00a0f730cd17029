package io.gatefarm.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.flow.Offer;
import io.gatefarm.redis.event.Message;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
    private static final int LIMIT = 1000;

    private final ByteArrayEndPoint endPoint = new ByteArrayEndPoint();
    private final FrameWriter writer = new FrameWriter(endPoint, LIMIT);

    private static Outgoing message(int bytes) {
        return Outgoing.message(Message.binary(new byte[bytes]));
    }

    @Test
    void offerPing_fullQueue_isTakenOnceAndGoesFirst() {
        endPoint.setGrowOutput(true);
        Outgoing message = message(LIMIT - 64);
        Outgoing ping = Outgoing.control(WireFrame.ping());
        assertThat(writer.offer(message)).isEqualTo(Offer.QUEUED);
        assertThat(writer.offer(message(200))).isEqualTo(Offer.FULL);

        assertThat(writer.offerPing(ping)).isEqualTo(Offer.QUEUED);
        assertThat(writer.offerPing(ping)).isEqualTo(Offer.QUEUED);
        writer.flush();

        var expected = ByteBuffer.allocate(ping.length() + message.length());
        assertThat(endPoint.takeOutput())
                .isEqualTo(expected.put(ping.bytes()).put(message.bytes()).flip());
    }

    @Test
    void offerFirst_fullQueue_isLeftOut() {
        assertThat(writer.offer(message(LIMIT - 64))).isEqualTo(Offer.QUEUED);

        assertThat(writer.offerFirst(Outgoing.control(WireFrame.ping()))).isEqualTo(Offer.FULL);
    }
}

package io.gatefarm.redis.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.OddTexts;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a client sends or says of itself, the worker reads it as the gateway wrote it. */
final class EventCodecPropertyTest {
    private static final String CLIENT = "0010000000000000vvv";
    private static final String GATEWAY = "00000000000000vv";

    @Provide
    Arbitrary<ClientEvent> events() {
        Arbitrary<Long> times = Arbitraries.longs();
        Arbitrary<ClientEvent> received = Combinators.combine(times, messages())
                .as((time, message) -> new ClientEvent.Received(CLIENT, GATEWAY, time, message));
        Arbitrary<ClientEvent> closed = Combinators.combine(times, Arbitraries.integers(), OddTexts.wellFormed())
                .as((time, code, text) -> new ClientEvent.Closed(CLIENT, GATEWAY, time, new CloseReason(code, text)));
        Arbitrary<ClientEvent> opened = Combinators.combine(times, handshakes())
                .as((time, handshake) -> new ClientEvent.Opened(CLIENT, GATEWAY, time, handshake));
        return Arbitraries.oneOf(received, closed, opened);
    }

    private static Arbitrary<Message> messages() {
        return Arbitraries.oneOf(
                OddTexts.any().map(Message::text),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Message::binary));
    }

    private static Arbitrary<Handshake> handshakes() {
        Arbitrary<String> texts = OddTexts.wellFormed();
        return Combinators.combine(
                        texts,
                        texts,
                        Arbitraries.maps(texts, texts.list().ofMaxSize(3)).ofMaxSize(3),
                        texts,
                        texts,
                        Arbitraries.integers())
                .as(Handshake::new);
    }

    @Property(tries = 500)
    void decode_whatWasEncoded_givesTheSameEvent(@ForAll("events") ClientEvent event) {
        assertThat(EventCodec.decode(EventCodec.header(event), EventCodec.data(event)))
                .isEqualTo(event);
    }

    @Property(tries = 200)
    void closePart_anyReason_isReadAsItWas(@ForAll("reasons") String reason, @ForAll int code) {
        String header = "{\"event\":\"close\",\"client\":\"" + CLIENT + "\",\"gateway\":\"" + GATEWAY + "\",\"time\":1"
                + EventCodec.closePart(new CloseReason(code, reason)) + "}";
        ClientEvent read = EventCodec.decode(header.getBytes(StandardCharsets.UTF_8), new byte[0]);
        assertThat(read)
                .isEqualTo(new ClientEvent.Closed(CLIENT, GATEWAY, 1, new CloseReason(code, OddTexts.asUtf8(reason))));
    }

    @Provide
    Arbitrary<String> reasons() {
        return OddTexts.any();
    }
}

package io.gatefarm.redis.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
    private static final String CLIENT = "00100000000000000vv";
    private static final String GATEWAY = "g1";
    private static final long TIME = 1_795_329_810_123L;
    private static final byte[] NOTHING = {};

    static Stream<String> oddTexts() {
        return Stream.of(
                "",
                "plain",
                "\"quoted\" and \\back\\",
                "two\nlines\r\n\ttab",
                "{\"event\":\"close\"}",
                "}\n{",
                "grün 中文 \uD83D\uDE00",
                "\u2028\u2029\0\u001f",
                "<a href='x'>&amp;</a>",
                "x".repeat(70_000));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void close_oddReason_comesBack(String reason) {
        var closed = new ClientEvent.Closed(CLIENT, GATEWAY, TIME, new CloseReason(4321, reason));

        assertThat(roundTrip(closed)).isEqualTo(closed);
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void message_oddText_comesBack(String text) {
        var received = new ClientEvent.Received(CLIENT, GATEWAY, TIME, Message.text(text));

        assertThat(roundTrip(received)).isEqualTo(received);
        assertThat(EventCodec.data(received)).isEqualTo(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void open_oddHandshake_comesBack(String text) {
        var handshake = new Handshake(
                "/" + text,
                text,
                Map.of("cookie", List.of(text, "b=2"), text, List.of(), "x", List.of("")),
                text,
                "2001:db8::1",
                65_535);
        var opened = new ClientEvent.Opened(CLIENT, GATEWAY, TIME, handshake);

        assertThat(roundTrip(opened)).isEqualTo(opened);
    }

    @Test
    void message_binary_comesBackWithEveryByte() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        var received = new ClientEvent.Received(CLIENT, GATEWAY, TIME, Message.binary(every));

        assertThat(roundTrip(received)).isEqualTo(received);
        assertThat(EventCodec.data(received)).isEqualTo(every);
    }

    @Test
    void message_emptyBinary_staysBinary() {
        var received = new ClientEvent.Received(CLIENT, GATEWAY, TIME, Message.binary(NOTHING));

        assertThat(roundTrip(received)).isEqualTo(received);
    }

    private static ClientEvent roundTrip(ClientEvent event) {
        return EventCodec.decode(EventCodec.header(event), EventCodec.data(event));
    }

    @Test
    void header_ofEachKind_isTheDocumentedLine() {
        assertThat(header(new ClientEvent.Received("c", "g", 7, Message.text("x"))))
                .isEqualTo("{\"event\":\"message\",\"client\":\"c\",\"gateway\":\"g\",\"time\":7}");
        assertThat(header(new ClientEvent.Received("c", "g", 7, Message.binary(NOTHING))))
                .isEqualTo("{\"event\":\"message\",\"client\":\"c\",\"gateway\":\"g\",\"time\":7,\"binary\":true}");
        assertThat(header(new ClientEvent.Closed("c", "g", 7, new CloseReason(1001, "a \"b\""))))
                .isEqualTo("{\"event\":\"close\",\"client\":\"c\",\"gateway\":\"g\",\"time\":7,\"code\":1001,"
                        + "\"reason\":\"a \\\"b\\\"\"}");
        assertThat(header(new ClientEvent.Opened("c", "g", 7, from("192.0.2.7"))))
                .isEqualTo("{\"event\":\"open\",\"client\":\"c\",\"gateway\":\"g\",\"time\":7,"
                        + "\"remote\":\"192.0.2.7:4000\"}");
        assertThat(header(new ClientEvent.Opened("c", "g", 7, from("2001:db8::7"))))
                .endsWith("\"remote\":\"[2001:db8::7]:4000\"}");
    }

    private static Handshake from(String address) {
        return new Handshake("/", "", Map.of(), "", address, 4000);
    }

    private static String header(ClientEvent event) {
        return new String(EventCodec.header(event), UTF_8);
    }

    @Test
    void kind_ofEachEvent_isTheHeadersWord() {
        assertThat(EventCodec.kind(new ClientEvent.Received("c", "g", 7, Message.text("x"))))
                .isEqualTo("message");
        assertThat(EventCodec.kind(new ClientEvent.Closed("c", "g", 7, new CloseReason(1000, ""))))
                .isEqualTo("close");
        assertThat(EventCodec.kind(new ClientEvent.Opened("c", "g", 7, new Handshake("/", "", Map.of(), "", "", 0))))
                .isEqualTo("open");
    }

    @Test
    void decode_unknownFields_areIgnored() {
        String header =
                "{\"trace\":{\"id\":[1,2,{\"x\":null}]},\"event\":\"message\",\"client\":\"c\",\"gateway\":\"g\","
                        + "\"time\":7,\"ttl\":1.5,\"flags\":[]}";

        assertThat(EventCodec.decode(header.getBytes(UTF_8), "hi".getBytes(UTF_8)))
                .isEqualTo(new ClientEvent.Received("c", "g", 7, Message.text("hi")));
    }

    @Test
    void decode_unknownFieldOfAHandshake_isIgnored() {
        String data = "{\"path\":\"/p\",\"query\":\"\",\"headers\":{},\"subProtocol\":\"\",\"remoteAddress\":\"::1\","
                + "\"remotePort\":1,\"tls\":{\"version\":13}}";

        assertThat(EventCodec.decode(header("open"), data.getBytes(UTF_8)))
                .isEqualTo(new ClientEvent.Opened("c", "g", 7, new Handshake("/p", "", Map.of(), "", "::1", 1)));
    }

    @Test
    void decode_closeWithoutACode_isAbnormal() {
        assertThat(EventCodec.decode(header("close"), NOTHING))
                .isEqualTo(new ClientEvent.Closed("c", "g", 7, new CloseReason(CloseReason.ABNORMAL, "")));
    }

    private static byte[] header(String event) {
        return ("{\"event\":\"" + event + "\",\"client\":\"c\",\"gateway\":\"g\",\"time\":7}").getBytes(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "{}",
                "{\"event\":\"message\"}",
                "{\"event\":\"message\",\"client\":\"\"}",
                "{\"event\":\"message\",\"client\":null}",
                "{\"event\":\"message\",\"client\":\"c\",\"time\":\"soon\"}",
                "{\"event\":\"message\",\"client\":\"c\"",
                "{\"event\":\"reopen\",\"client\":\"c\"}",
                "{\"client\":\"c\"}"
            })
    void decode_unreadableHeader_isRefusedWithTheHeader(String header) {
        assertThatThrownBy(() -> EventCodec.decode(header.getBytes(UTF_8), NOTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event header is not readable: " + header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "garbage", "[]", "7", "{\"headers\":7}", "{}", "{\"headers\":{}}"})
    void decode_openWithoutAHandshake_isRefusedWithTheHeader(String data) {
        assertThatThrownBy(() -> EventCodec.decode(header("open"), data.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event header is not readable: " + new String(header("open"), UTF_8));
    }

    @Test
    void toString_ofMessageAndHandshake_showsNoContent() {
        var handshake =
                new Handshake("/chat", "token=secret", Map.of("authorization", List.of("secret")), "", "127.0.0.1", 1);

        assertThat(Arrays.asList(
                        Message.text("secret").toString(),
                        Message.binary("secret".getBytes(UTF_8)).toString(),
                        new ClientEvent.Received(CLIENT, GATEWAY, TIME, Message.text("secret")).toString(),
                        new ClientEvent.Opened(CLIENT, GATEWAY, TIME, handshake).toString()))
                .noneMatch(text -> text.contains("secret"));
        assertThat(handshake.toString()).isEqualTo("handshake /chat from 127.0.0.1");
    }

    @Test
    void header_inAnyCase_isFound() {
        var handshake = new Handshake("/", "", Map.of("x-trace-id", List.of("1", "2")), "", "", 0);

        assertThat(handshake.header("X-Trace-ID")).hasValue("1");
        assertThat(handshake.header("x-other")).isEmpty();
    }

    @Test
    void message_sameBytesOtherKind_isNotEqual() {
        assertThat(Message.text("a")).isEqualTo(Message.utf8(new byte[] {'a'})).hasSameHashCodeAs(Message.text("a"));
        assertThat(Message.text("a")).isNotEqualTo(Message.binary(new byte[] {'a'}));
        assertThat(Message.text("a")).isNotEqualTo(Message.text("b"));
        assertThat(Message.text("a").buffer().isReadOnly()).isTrue();
    }
}

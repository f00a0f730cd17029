package io.gatefarm.redis.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.event.Message;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTest {
    private static final String CLIENT = "00100000000000000vv";
    private static final String OTHER = "00200000000000000vv";
    private static final String ODD = "a \"b\" {c}:d\\ \uD83D\uDE00 <'>=& \u2028";
    private static final byte[] EVERY_BYTE = everyByte();

    private static byte[] everyByte() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        return every;
    }

    static Stream<Message> payloads() {
        return Stream.of(
                Message.text("hello"),
                Message.text(""),
                Message.text("\n"),
                Message.text("two\nlines\n"),
                Message.text("{\"op\":\"abort\",\"client\":\"x\",\"bytes\":0}\n"),
                Message.text(ODD),
                Message.binary(new byte[0]),
                Message.binary(EVERY_BYTE),
                Message.binary(new byte[1 << 20]));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void message_toEachKindOfTarget_comesBack(Message message) {
        for (Frame frame : List.of(
                new Frame.ToClients(List.of(CLIENT), message),
                new Frame.ToClients(List.of(CLIENT, OTHER), message),
                new Frame.ToUids(List.of("u1", ODD), List.of(), message),
                new Frame.ToUids(List.of("u1"), List.of(CLIENT, OTHER), message),
                new Frame.ToGroups(List.of(ODD, "room"), List.of(), message),
                new Frame.ToGroups(List.of("room"), List.of(CLIENT), message),
                new Frame.ToAll(List.of(), message),
                new Frame.ToAll(List.of(CLIENT), message),
                new Frame.Close(CLIENT, 4000, ODD, Optional.of(message)))) {
            assertThat(decode(FrameCodec.encode(frame))).containsExactly(frame);
        }
    }

    @Test
    void close_withoutLastMessage_comesBack() {
        var close = new Frame.Close(CLIENT, 1013, "", Optional.empty());

        assertThat(decode(FrameCodec.encode(close))).containsExactly(close);
    }

    @Test
    void abort_always_comesBack() {
        assertThat(decode(FrameCodec.encode(new Frame.Abort(CLIENT)))).containsExactly(new Frame.Abort(CLIENT));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void encodeToClient_anyPayload_isTheFrameToOneClient(Message message) {
        assertThat(FrameCodec.encodeToClient(CLIENT, message))
                .isEqualTo(FrameCodec.encode(new Frame.ToClients(List.of(CLIENT), message)));
    }

    @Test
    void encode_sendToGroup_isTheDocumentedLine() {
        var frame = new Frame.ToGroups(List.of("room1"), List.of("00k"), Message.text("hello"));

        assertThat(new String(FrameCodec.encode(frame), UTF_8))
                .isEqualTo("{\"op\":\"send\",\"groups\":[\"room1\"],\"except\":[\"00k\"],\"bytes\":5}\nhello");
    }

    @Test
    void encode_stateFrame_isLeftToTheScripts() {
        for (Frame frame : List.of(
                new Frame.Join(CLIENT, "g", 1),
                new Frame.Leave(CLIENT, "g", 1),
                new Frame.Bind(CLIENT, "u", 1),
                new Frame.Unbind(CLIENT, 1))) {
            assertThatThrownBy(() -> FrameCodec.encode(frame))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(frame.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"room", "two words", "{a}:b", "\"q\" \\", "\uD83D\uDE00", "\u2028<'>"})
    void stateFrames_completedAsTheScriptsDo_comeBack(String name) {
        assertThat(completed(FrameCodec.openJoin(CLIENT, name), 1)).containsExactly(new Frame.Join(CLIENT, name, 1));
        assertThat(completed(FrameCodec.openLeave(CLIENT, name), 2)).containsExactly(new Frame.Leave(CLIENT, name, 2));
        assertThat(completed(FrameCodec.openBind(CLIENT, name), 3)).containsExactly(new Frame.Bind(CLIENT, name, 3));
        assertThat(completed(FrameCodec.openUnbind(CLIENT), 1L << 52))
                .containsExactly(new Frame.Unbind(CLIENT, 1L << 52));
    }

    private static List<Frame> completed(byte[] open, long version) {
        return decode(joined(open, (",\"version\":" + version + ",\"bytes\":0}\n").getBytes(UTF_8)));
    }

    @Test
    void decode_severalFrames_keepsTheirOrder() {
        List<Frame> frames = new ArrayList<>();
        payloads().forEach(payload -> {
            frames.add(new Frame.ToClients(List.of(CLIENT), payload));
            frames.add(new Frame.Close(OTHER, 1000, "bye", Optional.of(payload)));
            frames.add(new Frame.Abort(CLIENT));
        });

        byte[] message = joined(frames.stream().map(FrameCodec::encode).toArray(byte[][]::new));

        assertThat(decode(message)).containsExactlyElementsOf(frames);
    }

    @Test
    void decode_numberAlone_isAnEmptyBatch() {
        assertThat(FrameCodec.decode("1742\n".getBytes(UTF_8))).isEqualTo(new FrameBatch(1742, List.of()));
    }

    @Test
    void decode_unknownOp_isLeftOutAndTheOthersStay() {
        byte[] message = joined(
                FrameCodec.encode(new Frame.Abort(CLIENT)),
                "{\"op\":\"dance\",\"steps\":[1,{\"x\":2}],\"bytes\":3}\na\nb".getBytes(UTF_8),
                FrameCodec.encode(new Frame.Abort(OTHER)));

        assertThat(decode(message)).containsExactly(new Frame.Abort(CLIENT), new Frame.Abort(OTHER));
    }

    @Test
    void decode_unknownFields_areIgnored() {
        byte[] message = "{\"trace\":[{}],\"op\":\"send\",\"ttl\":9,\"all\":true,\"bytes\":1}\nx".getBytes(UTF_8);

        assertThat(decode(message)).containsExactly(new Frame.ToAll(List.of(), Message.text("x")));
    }

    @Test
    void decode_sendToNobodyWeKnow_isLeftOutAndTheOthersStay() {
        byte[] message = joined(
                FrameCodec.encode(new Frame.ToClients(List.of(), Message.text("nobody"))),
                FrameCodec.encode(new Frame.ToUids(List.of(), List.of(), Message.text("nobody"))),
                FrameCodec.encode(new Frame.ToGroups(List.of(), List.of(CLIENT), Message.text("nobody"))),
                "{\"op\":\"send\",\"devices\":[\"d\"],\"bytes\":2}\nhi".getBytes(UTF_8),
                FrameCodec.encode(new Frame.Abort(OTHER)));

        assertThat(decode(message)).containsExactly(new Frame.Abort(OTHER));
    }

    @Test
    void decode_payloadCutShort_isRefused() {
        byte[] whole = joined("7\n".getBytes(UTF_8), FrameCodec.encodeToClient(CLIENT, Message.text("hello")));

        for (int cut = 1; cut <= 5; cut++) {
            byte[] shorter = java.util.Arrays.copyOf(whole, whole.length - cut);
            assertThatThrownBy(() -> FrameCodec.decode(shorter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "not a channel message (payload of 5 bytes is cut short): 7\n{\"op\":\"send\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "garbage",
                "garbage\n",
                "1",
                "1\n{",
                "1\n\n",
                "1\n{\"op\":\"abort\"",
                "1\n{\"op\":\"abort\"}trailing",
                "1\n[]\n",
                "1\nnull\n",
                "1\n{\"op\":7,\"bytes\":[]}\n",
                "1\n{\"op\":\"abort\",\"client\":\"c\",\"bytes\":-1}\n",
                "1\n{\"op\":\"abort\",\"client\":\"c\",\"bytes\":2147483647}\n",
                "1\n{\"op\":\"abort\",\"client\":\"c\",\"bytes\":99999999999}\n",
                "99999999999999999999\n"
            })
    void decode_garbage_isRefusedWithItsStart(String message) {
        assertThatThrownBy(() -> FrameCodec.decode(message.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a channel message (")
                .hasMessageEndingWith("): " + message);
    }

    @Test
    void decode_longGarbage_showsOnly120Bytes() {
        assertThatThrownBy(() -> FrameCodec.decode("x".repeat(10_000).getBytes(UTF_8)))
                .hasMessageEndingWith("): " + "x".repeat(120));
    }

    private static List<Frame> decode(byte[] frames) {
        var batch = FrameCodec.decode(joined("42\n".getBytes(UTF_8), frames));
        assertThat(batch.number()).isEqualTo(42);
        return batch.frames();
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

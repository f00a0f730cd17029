package io.gatefarm.redis.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.OddTexts;
import io.gatefarm.redis.event.Message;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is in a frame, it comes out as it went in, and its neighbours, too. */
final class FrameCodecPropertyTest {
    /** A frame, as bytes and as it shall be read. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Written(byte[] bytes, Frame frame) {}

    @Provide
    Arbitrary<List<Written>> batches() {
        return Arbitraries.oneOf(sends(), closes(), states()).list().ofMaxSize(6);
    }

    private static Arbitrary<Message> messages() {
        Arbitrary<Message> texts = OddTexts.any().map(Message::text);
        Arbitrary<Message> binaries =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Message::binary);
        return Arbitraries.oneOf(texts, binaries);
    }

    private static Arbitrary<String> clientIds() {
        return Arbitraries.oneOf(
                Arbitraries.of("0010000000000000vvv", "0000000000000000000", "0vvvvvvvvvvvvvvvvvv"),
                OddTexts.wellFormed().filter(text -> !text.isEmpty()));
    }

    private static Arbitrary<String> names() {
        return OddTexts.wellFormed().filter(text -> !text.isEmpty());
    }

    private static Arbitrary<Delivery> deliveries() {
        return Combinators.combine(Arbitraries.of(true, false), OddTexts.wellFormed())
                .as(Delivery::new);
    }

    private static Arbitrary<Written> sends() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        clientIds().list().ofMinSize(1).ofMaxSize(3),
                        names().list().ofMinSize(1).ofMaxSize(3),
                        clientIds().list().ofMaxSize(2),
                        messages(),
                        deliveries())
                .as((kind, clients, names, except, message, delivery) -> switch (kind) {
                    case 0 -> written(new Frame.ToClients(clients, except, message, delivery));
                    case 1 -> written(new Frame.ToUids(names, except, message, delivery));
                    case 2 -> written(new Frame.ToGroups(names, except, message, delivery));
                    case 3 -> written(new Frame.ToAll(except, message, delivery));
                    default ->
                        new Written(
                                FrameCodec.encodeToClient("0010000000000000vvv", message),
                                new Frame.ToClients(List.of("0010000000000000vvv"), message));
                });
    }

    private static Arbitrary<Written> closes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        clientIds(),
                        names(),
                        Arbitraries.integers().between(0, 65_535),
                        OddTexts.any(),
                        messages().optional())
                .as((kind, client, uid, code, reason, last) -> switch (kind) {
                    case 0 ->
                        new Written(
                                FrameCodec.encode(new Frame.Close(client, code, reason, last)),
                                new Frame.Close(client, code, OddTexts.asUtf8(reason), last));
                    case 1 ->
                        new Written(
                                FrameCodec.encode(new Frame.CloseUid(uid, code, reason, last)),
                                new Frame.CloseUid(uid, code, OddTexts.asUtf8(reason), last));
                    default -> written(new Frame.Abort(client));
                });
    }

    private static Written written(Frame frame) {
        return new Written(FrameCodec.encode(frame), frame);
    }

    /** Completed as the scripts do it. */
    private static Arbitrary<Written> states() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        clientIds(),
                        names(),
                        Arbitraries.longs().between(1, 1L << 53))
                .as((kind, client, name, version) -> switch (kind) {
                    case 0 -> state(FrameCodec.openJoin(client, name), new Frame.Join(client, name, version), version);
                    case 1 ->
                        state(FrameCodec.openLeave(client, name), new Frame.Leave(client, name, version), version);
                    case 2 -> state(FrameCodec.openBind(client, name), new Frame.Bind(client, name, version), version);
                    case 3 -> state(FrameCodec.openUnbind(client), new Frame.Unbind(client, version), version);
                    default -> ungrouped("0010000000000000vvv", name, version);
                });
    }

    private static Written state(byte[] open, Frame frame, long version) {
        return new Written(joined(open, (",\"version\":" + version + ",\"bytes\":0}\n").getBytes(UTF_8)), frame);
    }

    private static Written ungrouped(String client, String group, long version) {
        byte[] start = ("{\"op\":\"leave\",\"client\":\"" + client).getBytes(UTF_8);
        return state(joined(start, FrameCodec.restOfLeave(group)), new Frame.Leave(client, group, version), version);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Property(tries = 500)
    void decode_whatWasEncoded_givesTheSameFrames(@ForAll("batches") List<Written> batch) {
        var message = new ByteArrayOutputStream();
        message.writeBytes("1742\n".getBytes(UTF_8));
        batch.forEach(one -> message.writeBytes(one.bytes()));

        FrameBatch read = FrameCodec.decode(message.toByteArray());

        assertThat(read)
                .isEqualTo(
                        new FrameBatch(1742, batch.stream().map(Written::frame).toList()));
    }

    @Property(tries = 500)
    void decode_anyBytes_givesFramesOrSaysThatTheyAreNone(@ForAll("noise") byte[] noise) {
        try {
            assertThat(FrameCodec.decode(noise).frames()).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a channel message");
        }
    }

    @Provide
    Arbitrary<byte[]> noise() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<byte[]> cut = Combinators.combine(
                        sends(), Arbitraries.integers().between(0, 200))
                .as((frame, length) -> {
                    byte[] whole = joined("1\n".getBytes(UTF_8), frame.bytes());
                    return Arrays.copyOf(whole, Math.min(length, whole.length));
                });
        return Arbitraries.oneOf(bytes, bytes.map(tail -> joined("1\n{\"op\":\"send\"".getBytes(UTF_8), tail)), cut);
    }
}

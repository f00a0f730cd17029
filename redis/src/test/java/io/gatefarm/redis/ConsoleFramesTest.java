package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Delivery;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames that the console's functions build in Lua, held against those of {@link FrameCodec}, as a gateway gets them. */
@Timeout(30)
class ConsoleFramesTest {
    private static final String GATEWAY = "gw1";
    private static final String ODD = "a \"b\" {c}:d\\ /e \uD83D\uDE00 <'>=& \u2028 é漢";

    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private final BlockingQueue<byte[]> published = new LinkedBlockingQueue<>();
    private Console console;
    private ChannelSubscription subscription;
    private String client;
    private String other;

    @BeforeEach
    void start() {
        farm.register(GATEWAY);
        client = farm.open(GATEWAY, 4);
        other = farm.open(GATEWAY, 5);
        console = new Console(farm);
        subscription = farm.redis().outbound().subscribe(GATEWAY, new ChannelListener() {
            @Override
            public void toGateway(byte[] message) {
                published.add(message);
            }

            @Override
            public void toAll(byte[] message) {
                published.add(message);
            }
        });
    }

    @AfterEach
    void stop() {
        subscription.close();
        console.close();
    }

    private byte[] next() {
        try {
            byte[] message = published.poll(5, TimeUnit.SECONDS);
            assertThat(message).as("nothing was published").isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next one is this frame, written as the codec writes it, byte for byte. */
    private void assertWritten(Frame frame) {
        byte[] message = next();
        int start = new String(message, UTF_8).indexOf('\n') + 1;
        byte[] expected = FrameCodec.encode(frame);
        assertThat(Arrays.copyOfRange(message, start, message.length)).isEqualTo(expected);
    }

    /** The next one is read as this frame. */
    private void assertRead(Frame frame) {
        assertThat(FrameCodec.decode(next()).frames()).containsExactly(frame);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "\n", "{\"op\":\"abort\",\"client\":\"x\",\"bytes\":0}\n", ODD, "BINARY"})
    void send_anyText_isWrittenAsTheCodecDoes(String text) {
        get(farm.directory().joinGroup(client, "room:1"));
        get(farm.directory().bindUid(client, "u1"));
        next();
        next();
        Message message = Message.text(text);

        assertThat(console.number("send_to_client", client, text)).isEqualTo(1);
        assertWritten(new Frame.ToClients(List.of(client), message));
        assertThat(console.number("send_to_uid", "u1", text)).isEqualTo(1);
        assertWritten(new Frame.ToUids(List.of("u1"), List.of(), message));
        assertThat(console.number("send_to_group", "room:1", text)).isEqualTo(1);
        assertWritten(new Frame.ToGroups(List.of("room:1"), List.of(), message));
        assertThat(console.number("send_to_all", text)).isEqualTo(2);
        assertWritten(new Frame.ToAll(List.of(), message));
    }

    @Test
    void send_bytes_areMarkedAndComeAsTheyAre() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }

        assertThat(console.number("send_to_client", client, every, "binary")).isEqualTo(1);
        assertWritten(new Frame.ToClients(List.of(client), Message.binary(every)));
        assertThat(console.number("send_to_all", every, "EXCEPT", client, "BINARY", "EXCEPT", other))
                .isEqualTo(2);
        assertWritten(new Frame.ToAll(List.of(client, other), Message.binary(every), Delivery.EACH));
    }

    @Test
    void send_oddNames_areReadAsTheyWereGiven() {
        assertThat(console.number("join_group", client, ODD)).isEqualTo(1);
        assertRead(new Frame.Join(client, ODD, 1));
        assertThat(console.number("bind_uid", client, ODD)).isEqualTo(1);
        assertRead(new Frame.Bind(client, ODD, 2));

        assertThat(console.number("send_to_group", ODD, "x", "EXCEPT", other)).isEqualTo(1);
        assertRead(new Frame.ToGroups(List.of(ODD), List.of(other), Message.text("x")));
        assertThat(console.number("send_to_uid", ODD, "x")).isEqualTo(1);
        assertRead(new Frame.ToUids(List.of(ODD), List.of(), Message.text("x")));
        assertThat(console.number("kick_uid", ODD, ODD)).isEqualTo(1);
        assertRead(new Frame.CloseUid(ODD, 4100, "kicked", Optional.of(Message.text(ODD))));
    }

    @Test
    void kick_client_isWrittenAsTheCodecDoesAndStandsForTheGateway() {
        assertThat(console.number("kick_client", client)).isEqualTo(1);
        assertWritten(new Frame.Close(client, 4100, "kicked", Optional.empty()));
        assertThat(console.number("kick_client", other, "bye")).isEqualTo(1);
        assertWritten(new Frame.Close(other, 4100, "kicked", Optional.of(Message.text("bye"))));

        assertThat(farm.plain().hget(farm.keys().gateway(GATEWAY), "kick:" + client))
                .isEqualTo("4100 kicked");
        assertThat(console.number("kick_client", farm.newClient(4))).isZero();
    }

    @Test
    void membership_changes_areWrittenAsTheCodecDoes() {
        assertThat(console.number("join_group", client, "room:1")).isEqualTo(1);
        assertState(FrameCodec.openJoin(client, "room:1"), 1);
        assertThat(console.number("join_group", client, "room:1")).isZero();
        assertThat(console.number("bind_uid", client, "u1")).isEqualTo(1);
        assertState(FrameCodec.openBind(client, "u1"), 2);
        assertThat(console.number("unbind_uid", client)).isEqualTo(1);
        assertState(FrameCodec.openUnbind(client), 3);
        assertThat(console.number("leave_group", client, "room:1")).isEqualTo(1);
        assertState(FrameCodec.openLeave(client, "room:1"), 4);
        assertThat(console.number("leave_group", farm.newClient(4), "room:1")).isEqualTo(-1);
    }

    private void assertState(byte[] open, int version) {
        String written = new String(next(), UTF_8);
        assertThat(written.substring(written.indexOf('\n') + 1))
                .isEqualTo(new String(open, UTF_8) + ",\"version\":" + version + ",\"bytes\":0}\n");
    }

    // ---- what is refused

    static List<byte[]> notUtf8() {
        return List.of(
                new byte[] {'h', (byte) 0xe4, 'l'},
                new byte[] {(byte) 0x80},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xe0, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xf0, (byte) 0x80, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xe6, (byte) 0xbc},
                new byte[] {(byte) 0xe6, (byte) 0xc3, (byte) 0xa9, (byte) 0xbc, (byte) 0xa2});
    }

    @Test
    void send_textThatIsNotUtf8_isRefused() {
        for (byte[] text : notUtf8()) {
            assertRefuses("the message is not UTF-8: say BINARY after it", "send_to_all", text);
            assertRefuses("the message is not UTF-8", "kick_client", client, text);
        }
        assertThat(console.number("send_to_all", "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\0"))
                .isEqualTo(2);
    }

    @Test
    void call_wordsThatMakeNoSense_areRefusedAndNothingIsSent() {
        assertRefuses(
                "usage: gatefarm_send_to_group 0 APP GROUP MESSAGE [BINARY] [EXCEPT CLIENT]..", "send_to_group", "g");
        assertRefuses("usage: gatefarm_kick_client 0 APP CLIENT [MESSAGE]", "kick_client", client, "a", "b");
        assertRefuses(
                "\"world\" is neither BINARY nor EXCEPT with a client (put the message in quotes)",
                "send_to_all",
                "hello",
                "world");
        assertRefuses(
                "\"EXCEPT\" is neither BINARY nor EXCEPT with a client (put the message in quotes)",
                "send_to_all",
                "hello",
                "EXCEPT");
        assertRefuses("\"bob\" is no client id", "send_to_client", "bob", "hello");
        assertRefuses("usage: gatefarm_help 0", "help");
        assertRefuses("\"bob?? no\" is no client id", "send_to_client", "bob\r\n no", "hello");
        assertRefuses(
                "group must be 1 to 256 bytes of UTF-8 without control characters but is \"a?b\" of 3 bytes",
                "join_group",
                client,
                "a\nb");
        assertRefuses(
                "uid must be 1 to 256 bytes of UTF-8 without control characters but is \"" + "x".repeat(80)
                        + "\" of 257 bytes",
                "bind_uid",
                client,
                "x".repeat(257));
        assertRefuses(
                "a message has at most 1048576 bytes but this one has 1048577", "send_to_all", new byte[(1 << 20) + 1]);
        assertThat(published).isEmpty();
    }

    private void assertRefuses(String why, String function, Object... arguments) {
        assertThatThrownBy(() -> console.number(function, arguments))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR " + why);
    }
}

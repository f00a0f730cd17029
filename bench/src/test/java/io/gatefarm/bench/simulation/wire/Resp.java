package io.gatefarm.bench.simulation.wire;

import io.gatefarm.bench.simulation.memory.RedisError;
import io.gatefarm.bench.simulation.memory.Status;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The driver's commands and replies as they are on the wire (RESP 2). */
final class Resp {
    private Resp() {}

    /** A command's words, its name first. */
    static List<String> words(RedisCommand<?, ?, ?> command) {
        ByteBuf buffer = Unpooled.buffer(256);
        command.encode(buffer);
        int count = number(buffer, '*');
        List<String> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = number(buffer, '$');
            words.add(
                    buffer.readCharSequence(length, StandardCharsets.ISO_8859_1).toString());
            buffer.skipBytes(2);
        }
        return words;
    }

    private static int number(ByteBuf buffer, char kind) {
        if (buffer.readByte() != kind) {
            throw new IllegalStateException("no command");
        }
        int number = 0;
        for (byte digit = buffer.readByte(); digit != '\r'; digit = buffer.readByte()) {
            number = 10 * number + digit - '0';
        }
        buffer.skipBytes(1);
        return number;
    }

    /** Completes a command with a reply, or with the error. */
    static void complete(RedisCommand<?, ?, ?> command, @Nullable Object reply) {
        ByteBuf buffer = Unpooled.buffer(64);
        write(buffer, reply);
        var decoder = new RedisStateMachine();
        if (!decoder.decode(buffer, command.getOutput())) {
            throw new IllegalStateException("incomplete reply: " + reply);
        }
        command.complete();
    }

    private static void write(ByteBuf buffer, @Nullable Object reply) {
        switch (reply) {
            case null -> text(buffer, "$-1\r\n");
            case Long number -> text(buffer, ":" + number + "\r\n");
            case Status status -> text(buffer, "+" + status.text() + "\r\n");
            case RedisError error -> text(buffer, "-" + error.getMessage() + "\r\n");
            case String value -> {
                text(buffer, "$" + value.length() + "\r\n");
                text(buffer, value);
                text(buffer, "\r\n");
            }
            case List<?> list -> {
                text(buffer, "*" + list.size() + "\r\n");
                list.forEach(value -> write(buffer, value));
            }
            default -> throw new IllegalStateException("no reply: " + reply);
        }
    }

    private static void text(ByteBuf buffer, String text) {
        buffer.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
}

package io.gatefarm.redis.frame;

import com.google.gson.Gson;
import io.gatefarm.redis.event.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes frames as bytes and reads a channel message back. A channel message is its number and a line feed, set by Redis, then
 * frames; a frame is one line of JSON and the payload's bytes, never escaped:
 *
 * <pre>
 * 1742
 * {"op":"send","groups":["room1"],"except":["00k.."],"bytes":5}
 * hello
 * </pre>
 *
 * Ops: send (clients, uids, groups, or all), join, leave, bind, unbind, state, close (client or uid), abort. {@code "binary":true} marks
 * a binary payload, {@code "droppable":true} a message that a client with a full queue may miss. State frames (join .. state) are completed by the script that changes the directory, which knows the version.
 */
public final class FrameCodec {
    private static final Gson GSON = new Gson();
    private static final byte[] NOTHING = {};

    private FrameCodec() {}

    /** A whole frame, for every op but the state ones. */
    public static byte[] encode(Frame frame) {
        if (frame instanceof Frame.ToClients to) {
            return send("clients", to.clientIds(), to.except(), to.message(), to.droppable());
        }
        if (frame instanceof Frame.ToUids to) {
            return send("uids", to.uids(), to.except(), to.message(), to.droppable());
        }
        if (frame instanceof Frame.ToGroups to) {
            return send("groups", to.groups(), to.except(), to.message(), to.droppable());
        }
        if (frame instanceof Frame.ToAll to) {
            return send("all", List.of(), to.except(), to.message(), to.droppable());
        }
        if (frame instanceof Frame.Close close) {
            return close(json("close", close.clientId()), close.code(), close.reason(), close.last());
        }
        if (frame instanceof Frame.CloseUid close) {
            String start = "{\"op\":\"close\",\"uid\":" + GSON.toJson(close.uid());
            return close(start, close.code(), close.reason(), close.last());
        }
        if (frame instanceof Frame.Abort abort) {
            return line(json("abort", abort.clientId()) + ",\"bytes\":0}", NOTHING);
        }
        throw new IllegalArgumentException("the directory's scripts complete this frame: " + frame);
    }

    /** The message of the hot path: to one client, whose id needs no escaping. */
    public static byte[] encodeToClient(String clientId, Message message) {
        return line(OneClientHeader.START + clientId + "\"]" + payloadFields(message), message.bytes());
    }

    /** A state frame without its closing brace, to which the script adds version and bytes. */
    public static byte[] openJoin(String clientId, String group) {
        return utf8(json("join", clientId) + ",\"group\":" + GSON.toJson(group));
    }

    public static byte[] openLeave(String clientId, String group) {
        return utf8(json("leave", clientId) + ",\"group\":" + GSON.toJson(group));
    }

    /** A leave frame after its client's id, for the script that takes many clients out. */
    public static byte[] restOfLeave(String group) {
        return utf8("\",\"group\":" + GSON.toJson(group));
    }

    public static byte[] openBind(String clientId, String uid) {
        return utf8(json("bind", clientId) + ",\"uid\":" + GSON.toJson(uid));
    }

    public static byte[] openUnbind(String clientId) {
        return utf8(json("unbind", clientId));
    }

    private static String json(String op, String clientId) {
        return "{\"op\":\"" + op + "\",\"client\":" + GSON.toJson(clientId);
    }

    private static byte[] send(
            String target, List<String> names, List<String> except, Message message, boolean droppable) {
        String start = "{\"op\":\"send\",\"" + target + "\":" + (target.equals("all") ? "true" : GSON.toJson(names));
        String excluded = except.isEmpty() ? "" : ",\"except\":" + GSON.toJson(except);
        String drop = droppable ? ",\"droppable\":true" : "";
        return line(start + excluded + drop + payloadFields(message), message.bytes());
    }

    private static byte[] close(String start, int code, String reason, Optional<Message> lastMessage) {
        String header = start + ",\"code\":" + code + ",\"reason\":" + GSON.toJson(reason);
        return lastMessage
                .map(last -> line(header + ",\"last\":true" + payloadFields(last), last.bytes()))
                .orElseGet(() -> line(header + ",\"bytes\":0}", NOTHING));
    }

    private static String payloadFields(Message message) {
        return (message.isBinary() ? ",\"binary\":true,\"bytes\":" : ",\"bytes\":") + message.length() + "}";
    }

    private static byte[] line(String header, byte[] payload) {
        byte[] start = utf8(header);
        byte[] frame = Arrays.copyOf(start, start.length + 1 + payload.length);
        frame[start.length] = '\n';
        System.arraycopy(payload, 0, frame, start.length + 1, payload.length);
        return frame;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a channel message. A frame of an unknown op or target is left out, so that newer senders can talk to older gateways.
     *
     * @throws IllegalArgumentException when it is no channel message; shows its start
     */
    public static FrameBatch decode(byte[] message) {
        try {
            int lineEnd = lineEnd(message, 0);
            long number = Long.parseLong(ascii(message, 0, lineEnd));
            List<Frame> frames = new ArrayList<>();
            int next = lineEnd + 1;
            while (next < message.length) {
                lineEnd = lineEnd(message, next);
                var header = FrameHeader.read(new String(message, next, lineEnd - next, StandardCharsets.UTF_8));
                if (header.bytes < 0 || header.bytes > message.length - lineEnd - 1) {
                    throw new IllegalArgumentException("payload of " + header.bytes + " bytes is cut short");
                }
                next = lineEnd + 1 + header.bytes;
                header.frame(Arrays.copyOfRange(message, lineEnd + 1, next)).ifPresent(frames::add);
            }
            return new FrameBatch(number, frames);
        } catch (IOException | RuntimeException e) {
            String start = ascii(message, 0, Math.min(message.length, 120));
            throw new IllegalArgumentException("not a channel message (" + e.getMessage() + "): " + start, e);
        }
    }

    private static int lineEnd(byte[] message, int from) {
        for (int i = from; i < message.length; i++) {
            if (message[i] == '\n') {
                return i;
            }
        }
        throw new IllegalArgumentException("no end of line after byte " + from);
    }

    private static String ascii(byte[] message, int from, int to) {
        return new String(message, from, to - from, StandardCharsets.US_ASCII);
    }
}

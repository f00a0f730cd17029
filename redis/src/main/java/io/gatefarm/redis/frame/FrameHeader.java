package io.gatefarm.redis.frame;

import com.google.gson.stream.JsonReader;
import io.gatefarm.redis.event.Message;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The line of JSON that a frame begins with. */
final class FrameHeader {
    String op = "";
    String client = "";
    String group = "";
    String uid = "";
    String reason = "";
    List<String> clients = List.of();
    List<String> uids = List.of();
    List<String> groups = List.of();
    List<String> except = List.of();
    boolean all;
    boolean binary;
    boolean droppable;
    boolean last;
    int code = 1000;
    int bytes;
    long version;

    static FrameHeader read(String json) throws IOException {
        FrameHeader common = OneClientHeader.read(json);
        if (common != null) {
            return common;
        }
        var header = new FrameHeader();
        var reader = new JsonReader(new StringReader(json));
        reader.beginObject();
        while (reader.hasNext()) {
            header.field(reader.nextName(), reader);
        }
        reader.endObject();
        return header;
    }

    private void field(String name, JsonReader reader) throws IOException {
        switch (name) {
            case "op" -> op = reader.nextString();
            case "client" -> client = reader.nextString();
            case "group" -> group = reader.nextString();
            case "uid" -> uid = reader.nextString();
            case "reason" -> reason = reader.nextString();
            case "clients" -> clients = strings(reader);
            case "uids" -> uids = strings(reader);
            case "groups" -> groups = strings(reader);
            case "except" -> except = strings(reader);
            case "all" -> all = reader.nextBoolean();
            case "binary" -> binary = reader.nextBoolean();
            case "droppable" -> droppable = reader.nextBoolean();
            case "last" -> last = reader.nextBoolean();
            case "code" -> code = reader.nextInt();
            case "bytes" -> bytes = reader.nextInt();
            case "version" -> version = reader.nextLong();
            default -> reader.skipValue();
        }
    }

    private static List<String> strings(JsonReader reader) throws IOException {
        List<String> strings = new ArrayList<>(1);
        reader.beginArray();
        while (reader.hasNext()) {
            strings.add(reader.nextString());
        }
        reader.endArray();
        return strings;
    }

    /** The frame, or empty when the op is unknown or a send names no target that is known. */
    Optional<Frame> frame(byte[] payload) {
        return switch (op) {
            case "send" -> send(message(payload));
            case "join" -> Optional.of(new Frame.Join(client, group, version));
            case "leave" -> Optional.of(new Frame.Leave(client, group, version));
            case "bind" -> Optional.of(new Frame.Bind(client, uid, version));
            case "unbind" -> Optional.of(new Frame.Unbind(client, version));
            case "state" -> Optional.of(new Frame.State(client, uid, groups, version));
            case "close" -> Optional.of(close(last ? Optional.of(message(payload)) : Optional.empty()));
            case "abort" -> Optional.of(new Frame.Abort(client));
            default -> Optional.empty();
        };
    }

    private Frame close(Optional<Message> lastMessage) {
        return uid.isEmpty()
                ? new Frame.Close(client, code, reason, lastMessage)
                : new Frame.CloseUid(uid, code, reason, lastMessage);
    }

    private Message message(byte[] payload) {
        return binary ? Message.binary(payload) : Message.utf8(payload);
    }

    private Optional<Frame> send(Message message) {
        if (!clients.isEmpty()) {
            return Optional.of(new Frame.ToClients(clients, except, message, droppable));
        }
        if (!uids.isEmpty()) {
            return Optional.of(new Frame.ToUids(uids, except, message, droppable));
        }
        if (!groups.isEmpty()) {
            return Optional.of(new Frame.ToGroups(groups, except, message, droppable));
        }
        return all ? Optional.of(new Frame.ToAll(except, message, droppable)) : Optional.empty();
    }
}

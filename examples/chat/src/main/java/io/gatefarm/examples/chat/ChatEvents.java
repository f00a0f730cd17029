package io.gatefarm.examples.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.Page;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.util.Optional;

/**
 * The chat. A client's session holds its {@code client_name} and {@code room_id}; a room is a group. Messages are JSON objects
 * with a {@code type}; the gateway itself sends {@code {"type":"ping"}} to clients that say nothing.
 */
public final class ChatEvents implements Events {
    private static final String NAME = "client_name";
    private static final String ROOM = "room_id";

    @Override
    public void onMessage(Client client, Message message) {
        try {
            var request = ChatRequest.parse(message);
            switch (request.type()) {
                case "login" -> login(client, request);
                case "say" -> say(client, request);
                case "join_group" -> joinGroup(client, request);
                case "forward" -> forward(client, request);
                case "pong" -> {} // it only shows the gateway that the client lives
                default -> throw new ChatError("unknown_type", "unknown type: " + request.type());
            }
        } catch (ChatError e) {
            client.send(ChatReplies.error(e));
        }
    }

    @Override
    public void onClose(Client client, CloseReason reason) {
        leaveRoom(client);
    }

    private void login(Client client, ChatRequest request) {
        String room = request.name("room_id");
        String name = Html.escape(request.name("client_name"));
        leaveRoom(client);

        // Saved before joining: whoever sees this client in the room can read its name.
        client.session().put(NAME, name);
        client.session().put(ROOM, room);
        client.saveSession();
        client.joinGroup(roomGroup(room));

        JsonObject login = ChatReplies.login(client.id(), name);
        client.gateway().sendToGroup(roomGroup(room), login.toString(), client.id());
        login.add("client_list", clientList(client.gateway(), room));
        client.send(login.toString());
    }

    private static JsonObject clientList(Gateway gateway, String room) {
        var list = new JsonObject();
        Page.all(cursor -> gateway.sessionsOfGroup(roomGroup(room), cursor)).forEach(member -> {
            if (member.session().has(NAME)) {
                list.add(member.clientId(), member.session().get(NAME));
            }
        });
        return list;
    }

    private void say(Client client, ChatRequest request) {
        Optional<String> room = roomOf(client);
        if (room.isEmpty()) {
            return; // nobody says anything before login
        }
        String name = client.session().text(NAME).orElse("");
        String content = Html.escape(request.text("content"));
        String to = request.text("to_client_id");
        if (to.equals("all")) {
            client.gateway().sendToGroup(roomGroup(room.get()), ChatReplies.say(client.id(), name, "all", content));
            return;
        }
        String toName = Html.escape(request.text("to_client_name"));
        client.gateway().sendToClient(to, ChatReplies.say(client.id(), name, to, "<b>对你说: </b>" + content));
        client.send(ChatReplies.say(client.id(), name, to, "<b>你对" + toName + "说: </b>" + content));
    }

    /** A client tags itself; the app can push to all who did, for instance from a web controller. */
    private void joinGroup(Client client, ChatRequest request) {
        String group = request.name("group");
        client.joinGroup("tag:" + group);
        client.send(ChatReplies.joined(group));
    }

    /** The forwarding interface: data goes unchanged to another client, who must be in the same room. */
    private void forward(Client client, ChatRequest request) {
        String to = request.text("to");
        JsonElement data = request.element("data");
        String room = roomOf(client).orElseThrow(() -> new ChatError("not_logged_in", "log in before forwarding"));
        JsonElement roomOfTarget = client.gateway().session(to).get(ROOM);
        if (roomOfTarget == null
                || !roomOfTarget.getAsString().equals(room)
                || !client.gateway().isOnline(to)) {
            throw new ChatError("bad_target", "no such client in your room: " + to);
        }
        client.gateway().sendToClient(to, ChatReplies.forward(client.id(), data));
    }

    private void leaveRoom(Client client) {
        roomOf(client).ifPresent(room -> {
            client.leaveGroup(roomGroup(room));
            String name = client.session().text(NAME).orElse("");
            client.gateway().sendToGroup(roomGroup(room), ChatReplies.logout(client.id(), name));
        });
    }

    private static Optional<String> roomOf(Client client) {
        return client.session().text(ROOM);
    }

    private static String roomGroup(String room) {
        return "room:" + room;
    }
}

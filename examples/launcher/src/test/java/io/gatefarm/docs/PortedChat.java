package io.gatefarm.docs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.Page;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A classic Events.php, ported line by line. */
public final class PortedChat implements Events {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Override
    public void onMessage(Client client, Message message) {
        JsonObject request = JsonParser.parseString(message.text()).getAsJsonObject();
        switch (request.get("type").getAsString()) {
            case "login" -> login(client, request);
            case "say" -> say(client, request);
            default -> {} // pong: it has shown the gateway that the client lives
        }
    }

    private void login(Client client, JsonObject request) {
        String room = request.get("room_id").getAsString();
        String name = escape(request.get("client_name").getAsString());
        client.session().put("room_id", room);
        client.session().put("client_name", name);
        client.saveSession(); // before joining: who sees the client in the room finds its name

        JsonObject login = reply("login");
        login.addProperty("client_id", client.id());
        login.addProperty("client_name", name);
        client.gateway().sendToGroup(room, login.toString());
        client.joinGroup(room);

        var names = new JsonObject();
        Page.all(cursor -> client.gateway().sessionsOfGroup(room, cursor))
                .forEach(member -> names.add(member.clientId(), member.session().get("client_name")));
        login.add("client_list", names);
        client.send(login.toString());
    }

    private void say(Client client, JsonObject request) {
        Optional<String> room = client.session().text("room_id");
        if (room.isEmpty()) {
            return; // nobody says anything before login
        }
        String to = request.get("to_client_id").getAsString();
        String content = escape(request.get("content").getAsString());
        JsonObject say = reply("say");
        say.addProperty("from_client_id", client.id());
        say.addProperty("from_client_name", client.session().text("client_name").orElse(""));
        say.addProperty("to_client_id", to);
        say.addProperty("content", content);
        if (to.equals("all")) {
            client.gateway().sendToGroup(room.get(), say.toString());
            return;
        }
        say.addProperty("content", "<b>对你说: </b>" + content);
        client.gateway().sendToClient(to, say.toString());
        String toName = escape(request.get("to_client_name").getAsString());
        say.addProperty("content", "<b>你对" + toName + "说: </b>" + content);
        client.send(say.toString());
    }

    @Override
    public void onClose(Client client, CloseReason reason) {
        client.session().text("room_id").ifPresent(room -> {
            JsonObject logout = reply("logout");
            logout.addProperty("from_client_id", client.id());
            logout.addProperty(
                    "from_client_name", client.session().text("client_name").orElse(""));
            client.gateway().sendToGroup(room, logout.toString());
        });
    }

    private static JsonObject reply(String type) {
        var reply = new JsonObject();
        reply.addProperty("type", type);
        reply.addProperty("time", LocalDateTime.now(ZoneId.systemDefault()).format(TIME));
        return reply;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#039;")
                .replace("\n", "<br />");
    }
}

package io.gatefarm.examples.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The messages of the chat to its clients, as JSON. Names and content are HTML already. */
final class ChatReplies {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private ChatReplies() {}

    private static JsonObject reply(String type) {
        var reply = new JsonObject();
        reply.addProperty("type", type);
        return reply;
    }

    private static JsonObject withTime(JsonObject reply) {
        reply.addProperty("time", LocalDateTime.now(ZoneId.systemDefault()).format(TIME));
        return reply;
    }

    static JsonObject login(String clientId, String name) {
        JsonObject reply = reply("login");
        reply.addProperty("client_id", clientId);
        reply.addProperty("client_name", name);
        return withTime(reply);
    }

    static String logout(String clientId, String name) {
        JsonObject reply = reply("logout");
        reply.addProperty("from_client_id", clientId);
        reply.addProperty("from_client_name", name);
        return withTime(reply).toString();
    }

    static String say(String fromId, String fromName, String toId, String content) {
        JsonObject reply = reply("say");
        reply.addProperty("from_client_id", fromId);
        reply.addProperty("from_client_name", fromName);
        reply.addProperty("to_client_id", toId);
        reply.addProperty("content", content);
        return withTime(reply).toString();
    }

    static String joined(String group) {
        JsonObject reply = reply("join_group");
        reply.addProperty("group", group);
        return reply.toString();
    }

    static String forward(String fromId, JsonElement data) {
        JsonObject reply = reply("forward");
        reply.addProperty("from", fromId);
        reply.add("data", data);
        return reply.toString();
    }

    static String error(ChatError error) {
        JsonObject reply = reply("error");
        reply.addProperty("code", error.code());
        reply.addProperty("message", error.text());
        return reply.toString();
    }
}

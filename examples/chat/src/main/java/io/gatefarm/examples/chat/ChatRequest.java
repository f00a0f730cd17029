package io.gatefarm.examples.chat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.gatefarm.redis.event.Message;

/** A client's message, its fields checked as they are read. */
final class ChatRequest {
    private static final int MAX_NAME = 32;

    private final JsonObject fields;

    private ChatRequest(JsonObject fields) {
        this.fields = fields;
    }

    static ChatRequest parse(Message message) {
        try {
            if (!message.isBinary() && JsonParser.parseString(message.text()) instanceof JsonObject object) {
                return new ChatRequest(object);
            }
        } catch (JsonParseException e) {
            // answered below, like JSON that is no object
        }
        throw new ChatError("bad_json", "a message must be a JSON object");
    }

    String type() {
        return text("type");
    }

    /** A field that is there, whatever it holds. */
    JsonElement element(String field) {
        JsonElement value = fields.get(field);
        if (value == null) {
            throw new ChatError("missing_field", field + " is missing");
        }
        return value;
    }

    /** A field that is text or a number. */
    String text(String field) {
        JsonElement value = element(field);
        if (!value.isJsonPrimitive()) {
            throw new ChatError("bad_field", field + " must be text");
        }
        return value.getAsString();
    }

    /** A field that names something: 1 to 32 characters, no control characters. */
    String name(String field) {
        String name = text(field).strip();
        if (name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new ChatError(
                    "bad_field", field + " must be 1 to " + MAX_NAME + " characters without control characters");
        }
        return name;
    }
}

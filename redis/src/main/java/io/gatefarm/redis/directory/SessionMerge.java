package io.gatefarm.redis.directory;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** How changes go into a session. */
public final class SessionMerge {
    private SessionMerge() {}

    /**
     * Merges: objects key by key at any depth, a null removes its key, anything else, a list too, replaces.
     *
     * @param into is changed; shares nothing with the changes afterwards
     */
    public static void merge(JsonObject changes, JsonObject into) {
        changes.entrySet().forEach(change -> {
            String key = change.getKey();
            JsonElement value = change.getValue();
            if (value.isJsonNull()) {
                into.remove(key);
            } else if (value.isJsonObject()) {
                JsonObject merged = into.get(key) instanceof JsonObject before ? before : new JsonObject();
                merge(value.getAsJsonObject(), merged);
                into.add(key, merged);
            } else {
                into.add(key, value.deepCopy());
            }
        });
    }
}

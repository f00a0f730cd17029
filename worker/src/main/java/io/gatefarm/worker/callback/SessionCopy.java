package io.gatefarm.worker.callback;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a session as they were read, with the changes of one callback on top. Owned by the callback's thread. */
final class SessionCopy {
    private JsonObject values = new JsonObject();
    /** Changed keys; null for a removed one. */
    private final Map<String, @Nullable JsonElement> changes = new LinkedHashMap<>();

    /** Takes newer values, which it owns from now on; the changes go on top. */
    void rebase(JsonObject newer) {
        values = newer;
        changes.forEach(this::apply);
    }

    private void apply(String key, @Nullable JsonElement value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.add(key, value);
        }
    }

    /** The value, not a copy; null when there is none. */
    @Nullable
    JsonElement get(String key) {
        return values.get(key);
    }

    /** Sets a key, or removes it for null. */
    void change(String key, @Nullable JsonElement value) {
        changes.put(key, value);
        apply(key, value);
    }

    /** All values, not a copy. */
    JsonObject values() {
        return values;
    }

    boolean isChanged() {
        return !changes.isEmpty();
    }

    /** The values are stored now. */
    void saved() {
        changes.clear();
    }
}

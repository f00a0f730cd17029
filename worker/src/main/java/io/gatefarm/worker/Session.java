package io.gatefarm.worker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's session in one callback: a JSON object, and which of its keys the callback has changed. A value that was taken
 * out and changed in place must be put again to be kept. Owned by the callback's thread.
 */
public final class Session {
    private final JsonObject values;
    /** Changed keys; null for a removed one. */
    private final Map<String, @Nullable JsonElement> changes = new LinkedHashMap<>();

    /** A session that starts with the given values, which it owns from now on. */
    public Session(JsonObject values) {
        this.values = values;
    }

    /** The value of a key, if there is one that is not null. */
    public Optional<JsonElement> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isJsonNull());
    }

    /** The text of a key; empty when there is none or it is no text, number or boolean. */
    public Optional<String> text(String key) {
        return get(key).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
    }

    public void put(String key, String value) {
        put(key, new JsonPrimitive(value));
    }

    public void put(String key, Number value) {
        put(key, new JsonPrimitive(value));
    }

    public void put(String key, boolean value) {
        put(key, new JsonPrimitive(value));
    }

    public void put(String key, JsonElement value) {
        values.add(key, value);
        changes.put(key, value);
    }

    public void remove(String key) {
        values.remove(key);
        changes.put(key, null);
    }

    /** A copy of all values. */
    public JsonObject toJson() {
        return values.deepCopy();
    }

    /** True when the callback changed a key. */
    public boolean isChanged() {
        return !changes.isEmpty();
    }

    /** Notes that Redis has the changes. */
    public void saved() {
        changes.clear();
    }

    /** Writes the changed keys over other values; how a conflict with another writer is settled. */
    public void applyChangesTo(JsonObject other) {
        changes.forEach((key, value) -> {
            if (value == null) {
                other.remove(key);
            } else {
                other.add(key, value);
            }
        });
    }
}

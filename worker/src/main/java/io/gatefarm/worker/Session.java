package io.gatefarm.worker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/**
 * A client's session in one callback: a JSON object, kept in Redis for as long as the client is connected and until its close is
 * handled.
 *
 * <p><b>Life.</b> Redis is read at the first use in a callback, and never before: what others wrote until then is seen. The keys
 * that the callback has put or removed are written back once, when it returns and before the client's next event; of a callback
 * that throws nothing more is written. The write compares: when somebody else has written since the read, only the changed keys go
 * onto what that one wrote. {@link Client#saveSession} writes at once.
 *
 * <p><b>Commands.</b> {@code updateSession} and {@code setSession} on this very client, made in the callback through {@link
 * Client#gateway}, keep their place among the puts: what was put before is written first, and the next use reads again.
 *
 * <p><b>Limit.</b> {@link io.gatefarm.redis.directory.StoredSession#MAX_BYTES} bytes as JSON. A write-back past it throws an {@link
 * IllegalArgumentException} that names the size and the limit, after the callback: its event fails, the session stays as it was.
 *
 * <p><b>Threads.</b> For the callback's own thread only. After the callback its use throws {@link IllegalStateException}.
 * Values are copied in and out: one that was taken out and changed must be put again. The first use throws {@link
 * io.gatefarm.redis.connection.RedisUnavailableException} when Redis does not answer. Nothing may be null.
 */
public interface Session {
    /** The value of a key, if there is one that is not a JSON null. */
    Optional<JsonElement> get(String key);

    /** The text of a key; empty when there is none or it is no text, number or boolean. */
    default Optional<String> text(String key) {
        return get(key).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
    }

    default void put(String key, String value) {
        put(key, new JsonPrimitive(value));
    }

    default void put(String key, Number value) {
        put(key, new JsonPrimitive(value));
    }

    default void put(String key, boolean value) {
        put(key, new JsonPrimitive(value));
    }

    /** Sets a key; the last value of a callback counts. */
    void put(String key, JsonElement value);

    /** Takes a key away. */
    void remove(String key);

    /** A copy of all values. */
    JsonObject toJson();

    /** True when the callback changed a key and it is not written yet. */
    boolean isChanged();
}

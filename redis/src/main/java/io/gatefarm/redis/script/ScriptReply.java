package io.gatefarm.redis.script;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A script's reply that is a list, read by index. */
public final class ScriptReply {
    private final List<?> values;

    ScriptReply(List<?> values) {
        this.values = values;
    }

    /** A number at the index; a number that Redis sent as text is read, too. */
    public long number(int index) {
        Object value = values.get(index);
        if (value instanceof Number number) {
            return number.longValue();
        }
        String text = text(index);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** The text at the index; "" for nil. */
    public String text(int index) {
        @Nullable Object value = values.get(index);
        if (value == null) {
            return "";
        }
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }

    /** The list at the index. */
    public ScriptReply list(int index) {
        return new ScriptReply((List<?>) values.get(index));
    }

    public int size() {
        return values.size();
    }
}

package io.gatefarm.redis.overview;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The fields of a hash, read by name; what is missing is "" or 0. */
record Fields(Map<String, byte[]> values) {
    boolean isEmpty() {
        return values.isEmpty();
    }

    String text(String name) {
        byte[] value = values.get(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    long number(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}

package io.gatefarm.redis.overview;

import io.lettuce.core.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a hash, read by name; what is missing is "" or 0. */
record Fields(Map<String, byte[]> values) {
    /** Some fields of a hash, as a read by names brings them. */
    static Fields of(List<KeyValue<String, byte[]>> fields) {
        Map<String, byte[]> values = new HashMap<>();
        fields.stream().filter(KeyValue::hasValue).forEach(field -> values.put(field.getKey(), field.getValue()));
        return new Fields(values);
    }

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

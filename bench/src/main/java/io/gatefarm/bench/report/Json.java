package io.gatefarm.bench.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON (RFC 8259) of maps, numbers, booleans and strings: all that a report holds. */
final class Json {
    private Json() {}

    static String of(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> quoted(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            case Double number -> String.format(Locale.ROOT, "%.3f", number);
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        return text.chars()
                .mapToObj(c -> switch (c) {
                    case '"' -> "\\\"";
                    case '\\' -> "\\\\";
                    default -> c < 0x20 ? "\\u%04x".formatted(c) : Character.toString((char) c);
                })
                .collect(Collectors.joining("", "\"", "\""));
    }
}

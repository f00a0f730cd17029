package io.gatefarm.bench.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of one run, in the order it was put in. A value is a number, a string, a boolean or a map of such; units are in
 * the names. The machine comes last by itself.
 */
public final class Report {
    private final Map<String, Object> sections = new LinkedHashMap<>();

    /** @param load which kind of load it was */
    public Report(String load) {
        sections.put("load", load);
    }

    public Report put(String name, Object value) {
        sections.put(name, value);
        return this;
    }

    /** Puts the git commit, unless it is empty. */
    public Report putCommit(String commit) {
        return commit.isEmpty() ? this : put("commit", commit);
    }

    /** One line of JSON. */
    public String toJson() {
        return Json.of(complete());
    }

    /** Lines for people: one section per line, a table for what has rows. */
    public String toText() {
        return complete().entrySet().stream()
                .map(section -> text(section.getKey(), section.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private Map<String, Object> complete() {
        Map<String, Object> all = new LinkedHashMap<>(sections);
        all.put("machine", Machine.describe());
        return all;
    }

    private static String text(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return line(name, scalar(value));
        }
        if (map.values().stream().noneMatch(Map.class::isInstance)) {
            return line(name, cells(map));
        }
        return map.entrySet().stream()
                .map(row -> text("  " + row.getKey(), row.getValue()))
                .collect(Collectors.joining("\n", name + "\n", ""));
    }

    private static String line(String name, String rest) {
        return "%-20s %s".formatted(name, rest);
    }

    private static String cells(Map<?, ?> map) {
        return map.entrySet().stream()
                .map(cell -> cell.getKey() + " " + scalar(cell.getValue()))
                .collect(Collectors.joining("  "));
    }

    private static String scalar(Object value) {
        return switch (value) {
            case Double number -> String.format(Locale.ROOT, number < 100 ? "%,.2f" : "%,.0f", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            default -> value.toString();
        };
    }
}

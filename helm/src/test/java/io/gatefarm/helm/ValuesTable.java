package io.gatefarm.helm;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The table of README.md, made from {@code values.yaml}: a row for each key with a comment above it. */
final class ValuesTable {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final Pattern KEY = Pattern.compile("^( *)([A-Za-z]+):.*$");
    private static final Pattern COMMENT = Pattern.compile("^ *# (.*)$");

    private ValuesTable() {}

    static List<String> rows(String valuesYaml) {
        JsonElement values = GSON.toJsonTree(new Yaml().<Object>load(valuesYaml));
        List<String> rows = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        int documented = Integer.MAX_VALUE;
        String comment = "";
        for (String line : valuesYaml.split("\n", -1)) {
            Matcher said = COMMENT.matcher(line);
            if (said.matches()) {
                comment = said.group(1);
                continue;
            }
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                int depth = key.group(1).length() / 2;
                while (path.size() > depth) {
                    path.removeLast();
                }
                path.addLast(key.group(2));
                documented = depth <= documented ? Integer.MAX_VALUE : documented;
                if (!comment.isEmpty()) {
                    rows.add(row(path, values, comment));
                    documented = Math.min(documented, depth);
                } else if (documented == Integer.MAX_VALUE && at(path, values).isJsonPrimitive()) {
                    throw new AssertionError("no comment above " + path);
                }
            }
            comment = "";
        }
        return rows;
    }

    /** Values with others over them, as Helm merges them. */
    static String merged(String valuesYaml, String over) {
        Map<String, Object> values = new Yaml().load(valuesYaml);
        Map<String, Object> others = new Yaml().load(over);
        return new Yaml().dump(merged(values, others));
    }

    private static Map<String, Object> merged(Map<String, Object> values, Map<String, Object> others) {
        Map<String, Object> merged = new LinkedHashMap<>(values);
        others.forEach((key, value) -> merged.merge(
                key,
                value,
                (old, its) -> old instanceof Map && its instanceof Map ? merged(keys(old), keys(its)) : its));
        return merged;
    }

    @SuppressWarnings("unchecked") // keys of YAML are texts here
    private static Map<String, Object> keys(Object map) {
        return (Map<String, Object>) map;
    }

    private static String row(Deque<String> path, JsonElement values, String comment) {
        return "| `" + String.join(".", path) + "` | `" + GSON.toJson(at(path, values)) + "` | " + comment + " |";
    }

    private static JsonElement at(Deque<String> path, JsonElement values) {
        JsonElement at = values;
        for (String key : path) {
            at = at.getAsJsonObject().get(key);
        }
        return at;
    }
}

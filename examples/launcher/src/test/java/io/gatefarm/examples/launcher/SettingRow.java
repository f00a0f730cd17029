package io.gatefarm.examples.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One setting in the table of docs/configuration.md; {@code of} names the processes that have it with this default and meaning. */
record SettingRow(String flag, String variable, String otherwise, String of, String meaning) {
    private static final Pattern LINE = Pattern.compile("  (--\\S+) +(GATEFARM_\\S+) +(.*?)(?: \\(default (.*)\\))?");

    /** What a process's {@code --help} says. */
    static List<SettingRow> ofHelp(List<String> help, String process) {
        List<SettingRow> rows = new ArrayList<>();
        for (String line : help) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                String otherwise = matcher.group(4) == null ? "" : matcher.group(4);
                rows.add(new SettingRow(matcher.group(1), matcher.group(2), otherwise, process, matcher.group(3)));
            }
        }
        return rows;
    }

    /** All rows in the order of the first list; what both have alike is one row, what only the second has comes after it. */
    static List<SettingRow> united(List<SettingRow> first, List<SettingRow> second) {
        List<SettingRow> rows = new ArrayList<>();
        List<SettingRow> left = new ArrayList<>(second);
        for (SettingRow row : first) {
            boolean both = left.removeIf(other -> other.withOf(row.of).equals(row));
            rows.add(both ? row.withOf("both") : row);
        }
        rows.addAll(left);
        return rows;
    }

    private SettingRow withOf(String processes) {
        return new SettingRow(flag, variable, otherwise, processes, meaning);
    }

    String markdown() {
        return "| `%s` | `%s` | %s | %s | %s |"
                .formatted(flag, variable, otherwise.isEmpty() ? "" : "`" + otherwise + "`", of, meaning);
    }
}

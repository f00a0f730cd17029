package io.gatefarm.helm.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/metrics.md, compared with what processes show. */
final class MetricsPage {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(gatefarm_\\w+)` \\| (\\w+) \\| ([\\w/ ]+) \\| ([`\\w, -]*) \\| ");

    private final Map<String, String> rows = new TreeMap<>();
    private final Map<String, Scrape.Family> seen = new TreeMap<>();

    private MetricsPage() {}

    static MetricsPage read() throws IOException {
        var page = new MetricsPage();
        ROW.matcher(Files.readString(PAGE))
                .results()
                .forEach(row -> page.rows.put(row.group(1), row.group(2) + " " + row.group(4)));
        return page;
    }

    /** Takes in a process's metrics. */
    void seen(String scrape) {
        Scrape.families(scrape).forEach((name, family) -> {
            if (name.startsWith("gatefarm_")) {
                seen.put(name, family);
            }
        });
    }

    private static String labels(Scrape.Family family) {
        return family.labels().isEmpty()
                ? "-"
                : family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    }

    /** What the page lacks, has wrong or has for nothing. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        seen.forEach((name, family) -> {
            if (!(family.type() + " " + labels(family)).equals(rows.get(name))) {
                problems.add("should be: | `%s` | %s | %s | %s | %s |"
                        .formatted(name, family.type(), unit(name), labels(family), family.help()));
            }
        });
        rows.keySet().stream().filter(name -> !seen.containsKey(name)).forEach(name -> problems.add("gone: " + name));
        return problems;
    }

    private static String unit(String name) {
        return name.contains("_seconds") ? "seconds" : name.contains("_bytes") ? "bytes" : "number";
    }
}

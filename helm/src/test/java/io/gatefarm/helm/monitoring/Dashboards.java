package io.gatefarm.helm.monitoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Grafana dashboards as files. */
final class Dashboards {
    private static final Path FOLDER = Path.of("dashboards");

    private Dashboards() {}

    /** One query of one panel, as it stands in the file. */
    record Query(String dashboard, String panel, String expression) {
        /**
         * With everything chosen and a rate interval that suits a scrape each second; without the zero that stands for no answer,
         * but where none is expected.
         */
        String withValues() {
            String chosen = expression
                    .replace("$__rate_interval", "10s")
                    .replace("\"$namespace\"", "\".*\"")
                    .replace("\"$farm\"", "\".*\"")
                    .replace("$datasource", "");
            return chosen.contains("ALERTS") ? chosen : chosen.replace(" or vector(0)", "");
        }
    }

    static List<JsonObject> all() throws IOException {
        List<JsonObject> dashboards = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                dashboards.add(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
            }
        }
        return dashboards;
    }

    static List<JsonObject> panels(JsonObject dashboard) {
        return dashboard.getAsJsonArray("panels").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    static List<JsonObject> targets(JsonObject panel) {
        var targets = panel.getAsJsonArray("targets");
        return targets == null
                ? List.of()
                : targets.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonObject dashboard : all()) {
            for (JsonObject panel : panels(dashboard)) {
                for (JsonObject target : targets(panel)) {
                    queries.add(new Query(
                            dashboard.get("uid").getAsString(),
                            panel.get("title").getAsString(),
                            target.get("expr").getAsString()));
                }
            }
        }
        return queries;
    }
}

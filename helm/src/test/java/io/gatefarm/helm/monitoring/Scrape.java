package io.gatefarm.helm.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a process shows Prometheus, by family of metrics. */
final class Scrape {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private Scrape() {}

    /** A family. */
    record Family(String type, Set<String> labels, String help) {}

    static String of(int adminPort) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The families, each with its type and the labels that its samples have, without a bucket's. */
    static Map<String, Family> families(String scrape) {
        Map<String, Family> families = new TreeMap<>();
        String help = "";
        String name = "";
        for (String line : scrape.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help = words[3];
            } else if (line.startsWith("# TYPE ")) {
                name = words[2];
                families.put(name, new Family(words[3], new TreeSet<>(), help));
            } else {
                var labels = families.getOrDefault(name, new Family("", new TreeSet<>(), ""))
                        .labels();
                int end = line.indexOf('}');
                LABEL.matcher(end < 0 ? "" : line.substring(0, end))
                        .results()
                        .map(match -> match.group(1))
                        .filter(label -> !label.equals("le"))
                        .forEach(labels::add);
            }
        }
        return families;
    }
}

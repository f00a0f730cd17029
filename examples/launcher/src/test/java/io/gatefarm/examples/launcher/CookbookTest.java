package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs every command of redis/README.md with redis-cli against the chat, and holds what it prints against the page. Ids differ
 * from run to run: the page's are replaced by those of the running farm, times by {@code #}, and columns are as wide as they are.
 */
@Timeout(60)
class CookbookTest {
    private static final Path PAGE = Path.of("..", "..", "redis", "README.md");

    @Test
    void everyCommandOfThePage_printsWhatThePageSays() throws Exception {
        assumeTrue(onPath("redis-cli"), "redis-cli is not on the PATH");
        try (var farm = ChatFarm.start(new FarmPlan(1, 1, 0, 0, "chat", ""))) {
            int port = farm.gateways().get(0).port();
            try (var anna = ChatClient.connect(port);
                    var bob = ChatClient.connect(port)) {
                String annaId = anna.login("Anna", "1");
                String bobId = bob.login("Bob", "1");
                anna.send("{\"type\":\"say\",\"to_client_id\":\"all\",\"to_client_name\":\"all\",\"content\":\"hi\"}");
                bob.next("say");
                Map<String, String> names = new LinkedHashMap<>();
                names.put("004e729esjdeh6l02ue", annaId);
                names.put("005jmdrh6n5qjqj66fm", bobId);
                names.put("bhs7k4f0ll0m9pbp", farm.gateways().get(0).id());
                names.put("web-1", InetAddress.getLocalHost().getHostName());
                names.put("partition  4", "partition  " + partitionOf(annaId));
                names.put("18782", Long.toString(ProcessHandle.current().pid()));
                names.put("partition:4", "partition:" + partitionOf(annaId));
                names.put("in:4", "in:" + partitionOf(annaId));
                names.put(":4:3", ":" + partitionOf(annaId) + ":3");
                names.put(":4:2", ":" + partitionOf(annaId) + ":2");
                names.put("worker-iqnsert1", farm.workers().get(0).id());
                names.put("127.0.0.1:45748", remoteOf(farm, annaId));
                names.put("127.0.0.1:45764", remoteOf(farm, bobId));

                names.put("1795347225013-0", bury(farm, annaId));

                String page = page(names);
                List<Example> examples = examples(page);

                assertThat(examples).hasSizeGreaterThan(10);
                assertThat(run(farm, untilStopped(page) + " | head -n 7"))
                        .contains("message")
                        .anyMatch(line -> line.startsWith("probe "));
                for (Example example : examples) {
                    awaitOutput(farm, example);
                }
                assertThat(contents(anna)).containsExactly("hi", "back at four", "good night", "just you", "all of 42");
                assertThat(contents(bob)).containsExactly("back at four", "bye");
                assertThat(bob.closeCode()).isEqualTo(4100);
                assertThat(anna.closeCode()).isEqualTo(4000);
            }
        }
    }

    /** An event that failed, as a worker would put it aside. Returns the letter's id. */
    private static String bury(ChatFarm farm, String client) throws IOException, InterruptedException {
        String gateway = farm.gateways().get(0).id();
        String header = "{\"event\":\"message\",\"client\":\"" + client + "\",\"gateway\":\"" + gateway
                + "\",\"time\":1795347224880}";
        String add = "redis-cli XADD '{chat.0}:dead-letters' '*' origin " + gateway + ":" + partitionOf(client) + ":2"
                + " header '" + header + "' data '{\"type\":\"pong\"}' source 1795347224881-0"
                + " reason 'java.net.ConnectException: Connection refused' tries 1";
        return run(farm, add).get(0);
    }

    /** What was said to a person so far, once the connection is closed. */
    private static List<String> contents(ChatClient person) throws InterruptedException {
        int code = person.closeCode();
        assertThat(code).isGreaterThanOrEqualTo(4000);
        List<String> contents = new ArrayList<>();
        for (JsonObject message : person.soFar()) {
            if (message.get("type").getAsString().equals("say")) {
                contents.add(message.get("content").getAsString());
            }
        }
        return contents;
    }

    private static int partitionOf(String clientId) {
        return Integer.parseInt(clientId, 1, 3, 32);
    }

    private static String remoteOf(ChatFarm farm, String clientId) throws IOException, InterruptedException {
        return run(farm, "redis-cli HGET '{chat.0}:client:" + clientId + "' from")
                .get(0);
    }

    private record Example(String command, List<String> output) {}

    private static String page(Map<String, String> names) throws IOException {
        String page = Files.readString(PAGE);
        for (Map.Entry<String, String> name : names.entrySet()) {
            page = page.replace(name.getKey(), name.getValue());
        }
        return page;
    }

    /** The one command of the page that goes on until Ctrl-C. */
    private static String untilStopped(String page) {
        String[] blocks = page.split("```sh\n", -1);
        assertThat(blocks).as("the page and its one block of sh").hasSize(2);
        return blocks[1].lines().findFirst().orElseThrow();
    }

    private static List<Example> examples(String page) {
        List<Example> examples = new ArrayList<>();
        boolean console = false;
        for (String line : page.split("\n", -1)) {
            if (line.startsWith("```")) {
                console = line.equals("```console");
            } else if (console && line.startsWith("$ ")) {
                examples.add(new Example(line.substring(2), new ArrayList<>()));
            } else if (console) {
                examples.get(examples.size() - 1).output().add(line);
            }
        }
        return examples;
    }

    /** Commits come up to 100 ms after the event: what the page shows is awaited. */
    private static void awaitOutput(ChatFarm farm, Example example) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<String> expected = comparable(example.output());
        List<String> printed = comparable(run(farm, example.command()));
        while (!printed.equals(expected) && System.nanoTime() - deadline < 0) {
            printed = comparable(run(farm, example.command()));
        }
        assertThat(printed).as(example.command()).isEqualTo(expected);
    }

    private static List<String> run(ChatFarm farm, String command) throws IOException, InterruptedException {
        int port = URI.create(farm.redisUri()).getPort();
        String withPort = command.replaceFirst("^redis-cli", "redis-cli -p " + port);
        Process process = new ProcessBuilder("sh", "-c", withPort)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(command).isZero();
        return lines;
    }

    /** Without what differs from run to run, hash fields and members in one order. */
    private static List<String> comparable(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("\\d{13}", "#")
                        .replaceAll("\\d\\d\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "#")
                        .replaceAll("\\d\\.\\d s$", "#")
                        .replaceAll(" +", " "))
                .sorted()
                .toList();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

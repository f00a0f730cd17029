package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatefarm.redis.embedded.LocalRedis;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs every command that docs/operations.md shows after a {@code $}, as it stands there, on a farm of the chat: each must end with 0
 * and print something, also for each alternative of a {@code grep -E}, so that a key, a metric or an option that is renamed is found
 * here. What it prints is of that moment and not compared.
 */
@Timeout(120)
class OperationsPageIT {
    private static final Path PAGE = Path.of("..", "..", "docs", "operations.md");

    private static final Pattern GREP = Pattern.compile("grep -E '([^']*)'");

    /** What a farm without load and replicas does not have. */
    private static final Set<String> MAY_BE_ABSENT = Set.of(
            "^jvm_gc_pause_seconds_max", // no collection yet
            "^min_slaves_good_slaves"); // min-replicas-to-write is not set

    /** The page's names for what differs here: ports, the process id, the command line. Other tests have gateways, too. */
    private static final String NAMES = """
        redis-cli() { command redis-cli -p "$REDIS_PORT" "$@"; }
        curl() { command curl --fail -s "$(echo "$2" | sed "s/gateway-1:9282/127.0.0.1:$ADMIN_PORT/")"; }
        gatefarm() { "$JAVA" -XX:TieredStopAtLevel=1 -jar "$CLI" "$@"; }
        pgrep() { command pgrep -P "$PARENT" "$@"; }
        """;

    @Test
    void everyCommandOfThePage_onAFarm_printsSomething() throws Exception {
        for (String program : List.of("redis-cli", "curl", "ss", "nstat", "ps", "pgrep")) {
            assumeTrue(onPath(program), program + " is not on the PATH");
        }
        String page = Files.readString(PAGE);
        Set<String> commands = commands(page);
        assertThat(commands).hasSizeGreaterThan(20);
        String names = NAMES + inline(page, "pid\\(\\) ") + "\n";
        commands.add(inline(page, "gatefarm functions "));
        try (var redis = LocalRedis.start();
                var worker = FarmProcess.chatWorker("--redis-uri=" + redis.uri(), "--app=chat");
                var gateway = FarmProcess.gateway("--redis-uri=" + redis.uri(), "--app=chat")) {
            worker.await("started for app");
            var ports = gateway.await("listens on (\\d+), admin on (\\d+)");
            try (var anna = ChatClient.connect(Integer.parseInt(ports.group(1)))) {
                int partition = Integer.parseInt(anna.login("Anna", "1"), 1, 3, 32);
                anna.say("all", "all", "hi");
                anna.next("say");
                List<String> failed = new ArrayList<>();
                for (String command : commands) {
                    String there = command.replaceAll(":(in|partition):4'", ":$1:" + partition + "'");
                    run(names, there, redis, ports.group(2)).ifFailed(failed::add);
                }
                assertThat(run(names, "pid", redis, ports.group(2)).printed().strip())
                        .isEqualTo(Long.toString(gateway.pid()));
                assertThat(failed).isEmpty();
            }
        }
    }

    /** What stands in the page's text between backquotes and begins so. */
    private static String inline(String page, String start) {
        var matcher = Pattern.compile("`(" + start + "[^`]*)`").matcher(page);
        assertThat(matcher.find()).as(start).isTrue();
        return matcher.group(1);
    }

    private static Set<String> commands(String page) {
        Set<String> commands = new LinkedHashSet<>();
        boolean console = false;
        for (String line : page.split("\n", -1)) {
            if (line.strip().startsWith("```")) {
                console = line.strip().equals("```console");
            } else if (console && line.strip().startsWith("$ ")) {
                commands.add(line.strip().substring(2));
            }
        }
        return commands;
    }

    private record Outcome(String command, int status, String printed) {
        void ifFailed(Consumer<String> report) {
            if (status != 0 || printed.isBlank()) {
                report.accept(command + " ended with " + status + ": " + printed);
                return;
            }
            var grep = GREP.matcher(command);
            if (grep.find()) {
                for (String wanted : Alternatives.of(grep.group(1))) {
                    boolean found = Pattern.compile(wanted, Pattern.MULTILINE)
                            .matcher(printed)
                            .find();
                    if (!found && !MAY_BE_ABSENT.contains(wanted)) {
                        report.accept(command + " has nothing for " + wanted + ": " + printed);
                    }
                }
            }
        }
    }

    private static Outcome run(String names, String command, LocalRedis redis, String adminPort)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder("bash", "-c", names + command).redirectErrorStream(true);
        var variables = builder.environment();
        variables.put("REDIS_PORT", Integer.toString(URI.create(redis.uri()).getPort()));
        variables.put("ADMIN_PORT", adminPort);
        variables.put("PARENT", Long.toString(ProcessHandle.current().pid()));
        variables.put(
                "JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        variables.put("CLI", System.getProperty("gatefarm.cli.jar"));
        variables.put("GATEFARM_REDIS_URI", redis.uri());
        variables.put("GATEFARM_APP", "chat");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(command).isTrue();
        System.out.println("$ " + command + "\n" + printed);
        return new Outcome(command, process.exitValue(), printed);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

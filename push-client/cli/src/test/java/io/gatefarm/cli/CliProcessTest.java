package io.gatefarm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.script.FunctionLibrary;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.DeadLetter;
import io.gatefarm.redis.stream.StreamEntry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on what a gateway and a worker have left in Redis; with running ones they are tried in the launcher's tests. */
@Timeout(60)
class CliProcessTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long TIME_MS = 1_795_329_810_123L;

    private static RedisSource source;

    private final SecureRandom random = new SecureRandom();
    private final ClientIds ids = new ClientIds(2, random);
    private final String app = "cli-" + ClientIds.randomName(random);
    private FarmRedis redis;
    private GatewayClient gateway;
    private long sequence;

    @BeforeAll
    static void startRedis() {
        source = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
    }

    @AfterAll
    static void stopRedis() {
        source.close();
    }

    @BeforeEach
    void connect() {
        redis = FarmRedis.open(RedisConfig.of(source.uri()), app);
        gateway = GatewayClient.over(redis);
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return RedisFailures.await(stage, PATIENCE);
    }

    private Command run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--redis-uri", source.uri(), "--app", app));
        return Command.run(all.toArray(String[]::new));
    }

    private static JsonObject json(Command command) {
        return JsonParser.parseString(command.out()).getAsJsonObject();
    }

    private void startFarm() {
        redis.partitions(2);
        get(redis.gatewayLeases().register("gw1", LEASE, "i1", "web-1", 2));
        get(redis.gatewayLeases().beat("gw1", LEASE, new GatewayCounts(1, 3, 2, 100, 6_400, 200, 12_800)));
        var workers = redis.partitionLeases();
        get(workers.describe("w-1", Map.of("name", "w", "host", "app-1", "pid", "42", "started", "then")));
        get(workers.renew("w-1", LEASE, new WorkerCounts(70, 1), Map.of()));
        get(workers.acquire(1, "w-1", LEASE, ""));
    }

    private String open(String... groups) {
        String client = Stream.generate(ids::next)
                .filter(id -> ClientIds.partitionOf(id) == 1)
                .findFirst()
                .orElseThrow();
        var handshake = new Handshake("/", "", Map.of(), "", "2001:db8::7", 50_000);
        var opened = new ClientEvent.Opened(client, "gw1", TIME_MS, handshake);
        get(redis.inbound().append(new AppendBatch("gw1", 1, ++sequence, 1, 1000, List.of(opened))));
        Arrays.asList(groups).forEach(group -> get(gateway.joinGroup(client, group)));
        return client;
    }

    // ---- status

    @Test
    void status_farm_isShownInTables() {
        startFarm();
        open("room");

        Command status = run("status", "--sample=0");

        assertThat(status.code()).isZero();
        List<String> lines = status.out().lines().toList();
        assertThat(lines).contains("app " + app + ": 1 client, 1 group, 0 uids, 0 dead letters");
        assertThat(lines).anyMatch(line -> line.matches("gw1 +web-1 +up +1 +- +- +- +- +\\d+\\.\\d s"));
        assertThat(lines).anyMatch(line -> line.matches("w-1 +w +app-1 +42 +up +1 +- +1 +\\d+\\.\\d s"));
        assertThat(lines).anyMatch(line -> line.matches(" +1 +w-1 +1 +0"));
        assertThat(status.out()).doesNotContain("\033");
    }

    @Test
    void status_json_countsAndHasNoRatesWithoutABeatInBetween() {
        startFarm();

        JsonObject status = json(run("status", "--json", "--sample=10ms"));

        assertThat(status.get("app").getAsString()).isEqualTo(app);
        JsonObject gatewayJson = status.getAsJsonArray("gateways").get(0).getAsJsonObject();
        assertThat(gatewayJson.get("messagesIn").getAsLong()).isEqualTo(100);
        assertThat(gatewayJson.get("messagesInPerSecond").isJsonNull()).isTrue();
        JsonObject worker = status.getAsJsonArray("workers").get(0).getAsJsonObject();
        assertThat(worker.get("handled").getAsLong()).isEqualTo(70);
        assertThat(worker.getAsJsonArray("partitions").get(0).getAsInt()).isEqualTo(1);
        assertThat(status.getAsJsonArray("partitions")).hasSize(2);
    }

    @Test
    void status_appNeverStarted_isOneLineAndFails() {
        Command status = run("status", "--sample=0");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.err())
                .containsExactly("gatefarm: app " + app + " was never started on Redis "
                        + RedisConfig.of(source.uri()).address());
    }

    // ---- functions

    @Test
    void functions_printed_areWhatFunctionLoadTakes() {
        Command functions = Command.run("functions");

        assertThat(functions.code()).isZero();
        assertThat(functions.out()).isEqualTo(FunctionLibrary.current().text()).startsWith("#!lua name=gatefarm\n");
    }

    // ---- clients, groups

    @Test
    void clients_ofAGroup_areShownWithAllThatIsKnown() {
        startFarm();
        String client = open("room 1", "a");
        open();
        get(gateway.bindUid(client, "42"));

        assertThat(run("clients", "--group", "room 1").out().lines().toList().get(1))
                .matches(client
                        + " +42 +gw1 +\\[2001:db8::7\\]:50000 +2026-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +a, room 1");
        for (String[] filter : new String[][] {{"--uid", "42"}, {"--group", "a"}}) {
            JsonObject one = json(run("clients", filter[0], filter[1], "--json"));
            assertThat(one.getAsJsonArray("clients")).hasSize(1);
            assertThat(one.get("clients").getAsJsonArray().get(0).toString())
                    .isEqualTo("{\"id\":\"" + client + "\",\"uid\":\"42\",\"gateway\":\"gw1\","
                            + "\"remote\":\"[2001:db8::7]:50000\",\"sinceMs\":1795329810123,"
                            + "\"groups\":[\"a\",\"room 1\"]}");
            assertThat(one.get("next").isJsonNull()).isTrue();
        }
        assertThat(json(run("clients", "--gateway", "gw1", "--json")).getAsJsonArray("clients"))
                .hasSize(2);
    }

    @Test
    void clients_many_comeInPagesByCursor() {
        startFarm();
        for (int i = 0; i < 700; i++) {
            open();
        }

        JsonObject first = json(run("clients", "--json", "--limit=300"));
        JsonObject second = json(run(
                "clients",
                "--json",
                "--limit=10000",
                "--cursor=" + first.get("next").getAsString()));

        assertThat(first.getAsJsonArray("clients").size()).isBetween(200, 500);
        assertThat(first.getAsJsonArray("clients").size()
                        + second.getAsJsonArray("clients").size())
                .isEqualTo(700);
        assertThat(run("clients", "--limit=300").out()).contains("There are more: --cursor=");
    }

    @Test
    void clients_nothingMatches_failsWithTheFilter() {
        Command clients = run("clients", "--uid", "nobody");

        assertThat(clients.code()).isEqualTo(1);
        assertThat(clients.err()).containsExactly("gatefarm: uid nobody has no client");
    }

    @Test
    void groups_always_areShownWithTheirMembers() {
        startFarm();
        open("a", "b b");
        open("b b");

        assertThat(run("groups").out().lines()).contains("      2  b b", "      1  a");
        assertThat(json(run("groups", "--json")).getAsJsonArray("groups").toString())
                .contains("{\"group\":\"b b\",\"members\":2}");
    }

    // ---- send, kick

    @Test
    void send_somebodyThere_saysToHowMany() {
        startFarm();
        String client = open("room");
        open("room");

        assertThat(run("send", "--group", "room", "hi").out().strip()).isEqualTo("sent to 2 clients");
        assertThat(run("send", "--client", client, "hi").out().strip()).isEqualTo("sent to 1 client");
        assertThat(run("send", "--all", "--binary", "hi").out().strip()).isEqualTo("sent to 2 clients");
    }

    @Test
    void sendAndKick_nobodyThere_fail() {
        assertThat(run("send", "--uid", "42", "hi")).isEqualTo(failed("nobody was there to send it to"));
        assertThat(run("kick", "--uid", "42")).isEqualTo(failed("nobody was there to be kicked"));
        assertThat(run("kick", "--client", "none")).isEqualTo(failed("nobody was there to be kicked"));
    }

    private static Command failed(String why) {
        return new Command(1, "", List.of("gatefarm: " + why));
    }

    // ---- stop, reload of what is not there

    @Test
    void stop_unknownOrDead_failsWithTheId() {
        assertThat(run("stop", "--gateway", "gw9")).isEqualTo(failed("gateway gw9 is not known"));
        assertThat(run("stop", "--worker", "w9")).isEqualTo(failed("worker w9 is not known"));
        assertThat(run("stop", "--all")).isEqualTo(failed("app " + app + " has no gateway and no worker to stop"));
        assertThat(run("reload")).isEqualTo(failed("app " + app + " has no worker to reload"));
        assertThat(run("reload", "--worker", "w9")).isEqualTo(failed("worker w9 is not known or dead"));

        startFarm();
        get(redis.gatewayLeases().declareDead("gw1", ""));
        assertThat(run("stop", "--gateway", "gw1")).isEqualTo(failed("gateway gw1 is dead or on its way out"));
    }

    @Test
    void stop_gatewayThatDoesNotGo_failsAfterTheTimeout() {
        startFarm();

        Command stop = run("stop", "--gateway", "gw1", "--timeout", "300ms");

        assertThat(stop.code()).isEqualTo(1);
        assertThat(stop.out()).contains("gateway gw1: told to stop");
        assertThat(stop.err()).containsExactly("gatefarm: gateway gw1: up, 1 client left after 0.3 s");
    }

    // ---- letters

    /** Two messages of a client that failed, the second with control characters. */
    private List<String> failTwo() {
        startFarm();
        String client = open();
        var lease = get(redis.partitionLeases().acquire(1, "w-1", LEASE, "")).orElseThrow();
        for (String text : List.of("one", "two\033[1m")) {
            var message = new ClientEvent.Received(client, "gw1", TIME_MS, Message.text(text));
            get(redis.inbound().append(new AppendBatch("gw1", 1, ++sequence, 1, 1000, List.of(message))));
            var reader = redis.inbound().reader(() -> {});
            var entries = reader.read(Map.of(1, "0-0"), 10, PATIENCE);
            reader.close();
            var last = entries.get(entries.size() - 1);
            var commit = new Commit(
                    1, "w-1", lease.epoch(), last.id(), last.origin(), sequence, List.of(), List.of(), List.of());
            get(redis.inbound().bury(commit, last.id(), "failed with " + text, 1));
        }
        return get(redis.deadLetters().list("", 10)).stream()
                .map(DeadLetter::id)
                .toList();
    }

    @Test
    void letters_list_isPagedAndShownInATable() {
        List<String> letters = failTwo();

        Command first = run("letters", "list", "--limit=1");

        assertThat(first.code()).as(first.err().toString()).isZero();
        List<String> lines = first.out().lines().toList();
        assertThat(lines.get(0)).matches("LETTER +WHEN +CLIENT +EVENT +TRIES +ORIGIN +REASON");
        assertThat(lines.get(1)).startsWith(letters.get(0)).matches(".*  message +1  gw1:1:2  failed with one");
        assertThat(lines).last().isEqualTo("There are more: --cursor=" + letters.get(0));
        JsonObject rest = json(run("letters", "list", "--json", "--cursor=" + letters.get(0)));
        assertThat(rest.getAsJsonArray("letters")).hasSize(1);
        assertThat(rest.get("next").isJsonNull()).isTrue();
        List<String> newest =
                run("letters", "list", "--newest", "--limit=1").out().lines().toList();
        assertThat(newest.get(1)).startsWith(letters.get(1));
        assertThat(newest).last().isEqualTo("There are more: --cursor=" + letters.get(1));
        rest = json(run("letters", "list", "--newest", "--json", "--cursor=" + letters.get(1)));
        assertThat(rest.getAsJsonArray("letters")).hasSize(1);
    }

    @Test
    void letters_show_isHarmlessToTheTerminalAndWholeInJson() {
        List<String> letters = failTwo();

        Command show = run("letters", "show", letters.get(1));

        assertThat(show.out()).endsWith("two?[1m" + System.lineSeparator()).doesNotContain("\033");
        assertThat(show.out().lines()).contains("data    7 bytes:", "origin  gw1:1:3");
        assertThat(json(run("letters", "show", letters.get(1), "--json"))
                        .get("data")
                        .getAsString())
                .isEqualTo("two\033[1m");
        assertThat(run("letters", "show", "1-1").err()).containsExactly("gatefarm: there is no letter 1-1");
    }

    @Test
    void letters_replayed_areAppendedAgainAndGone() {
        List<String> letters = failTwo();

        assertThat(run("letters", "replay", letters.get(0)).out().strip()).isEqualTo("replayed 1 letter");
        assertThat(run("letters", "replay", letters.get(0)).code()).isEqualTo(1);
        assertThat(run("letters", "replay", "--all", "--reason=no such").err())
                .containsExactly("gatefarm: there is no such letter");
        assertThat(run("letters", "replay", "--all", "--reason=two").out().strip())
                .isEqualTo("replayed 1 letter");

        assertThat(get(redis.deadLetters().list("", 10))).isEmpty();
        var reader = redis.inbound().reader(() -> {});
        assertThat(reader.read(Map.of(1, "0-0"), 10, PATIENCE))
                .extracting(StreamEntry::origin)
                .endsWith("letter:" + letters.get(0), "letter:" + letters.get(1));
        reader.close();
    }

    @Test
    void letters_dropped_areGone() {
        failTwo();

        assertThat(run("letters", "drop", "--all").out().strip()).isEqualTo("dropped 2 letters");

        assertThat(get(redis.deadLetters().list("", 10))).isEmpty();
        assertThat(run("letters", "drop", "--all").code()).isEqualTo(1);
    }

    @Test
    void letters_badUsage_isTwo() {
        assertThat(run("letters").code()).isEqualTo(2);
        assertThat(run("letters", "drop").code()).isEqualTo(2);
        assertThat(run("letters", "drop", "1-1", "--all").code()).isEqualTo(2);
        assertThat(run("letters", "drop", "1-1", "--reason=x").err())
                .containsExactly("gatefarm: --reason goes with --all");
        assertThat(run("letters", "show", "one").err())
                .containsExactly("gatefarm: a letter's id looks like 1795329810123-0 but is \"one\"");
    }

    // ---- usage

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour",
                "send --all",
                "send hi",
                "send --all --uid 1 hi",
                "kick",
                "stop",
                "stop --gateway a --all",
                "stop --all --timeout soon",
                "clients --limit 0",
                "clients --limit many",
                "clients --cursor here",
                "groups --cursor here",
                "status --sample -1s",
                "send --uid  hi"
            })
    void run_badUsage_isOneLineAnd2(String line) {
        Command command = run(line.split(" ", -1));

        assertThat(command.err()).hasSize(1);
        assertThat(command.err().get(0)).startsWith("gatefarm: ");
        assertThat(command.code()).isEqualTo(2);
        assertThat(command.out()).isEmpty();
    }

    @Test
    void run_badSetting_namesItWithItsValue() {
        assertThat(Command.run("status", "--app=a:b").err())
                .containsExactly("gatefarm: --app app must be 1 to 64 of A-Z a-z 0-9 _ - but is \"a:b\"");
        assertThat(Command.run("status", "--redis-timeout=1h").err().get(0)).contains("--redis-timeout", "1h");
    }

    @Test
    void run_noSentinelAnswers_isOneLineThatNamesAllWithoutThePassword() {
        Command status = Command.run("status", "--redis-uri=redis-sentinel://:secret@127.0.0.1:1,127.0.0.1:2/0#main");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.err()).hasSize(1);
        assertThat(status.err().get(0))
                .startsWith("gatefarm: cannot connect to Redis at 127.0.0.1:1,127.0.0.1:2#main: no Sentinel answers: ")
                .endsWith("(see --redis-uri)")
                .doesNotContain("secret");
    }

    @Test
    void run_redisAway_isOneLineWithoutThePassword() {
        Command status = Command.run("status", "--redis-uri=redis://:secret@127.0.0.1:1");

        assertThat(status.code()).isEqualTo(1);
        assertThat(status.err()).hasSize(1);
        assertThat(status.err().get(0)).contains("127.0.0.1:1").doesNotContain("secret");
    }

    @Test
    void run_badUsageBesideAPassword_doesNotShowIt() {
        for (String uri : List.of("--redis-uri=redis://:pass word@h", "redis://u:pass word@h")) {
            Command command = Command.run("colour", uri);

            assertThat(command.code()).isEqualTo(2);
            assertThat(command.err()).hasSize(1);
            assertThat(command.err().get(0)).contains("colour").doesNotContain("pass word");
        }
    }

    @Test
    void run_passwordAsAFlag_isRefusedWithoutShowingIt() {
        for (String[] flags : new String[][] {
            {"--redis-password=hunter2"}, {"--redis-password", "hunter2"}, {"--redis-passwort=hunter2"}
        }) {
            String[] arguments = new String[flags.length + 1];
            arguments[0] = "status";
            System.arraycopy(flags, 0, arguments, 1, flags.length);
            Command command = Command.run(arguments);

            assertThat(command.code()).isEqualTo(2);
            assertThat(command.err().get(0)).contains("--redis-passwor").doesNotContain("hunter2");
        }
    }

    @Test
    void run_help_is0() {
        assertThat(Command.run("--help").code()).isZero();
        assertThat(Command.run("stop", "--version").out()).startsWith("gatefarm ");
        assertThat(Command.run("reload", "--help").out()).contains("supervisor");
    }
}

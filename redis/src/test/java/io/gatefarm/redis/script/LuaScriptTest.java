package io.gatefarm.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LuaScriptTest {
    private static final Pattern SLOT = Pattern.compile("(KEYS|ARGV)\\[(\\d+)(\\.\\.(\\d*))?]");

    @Test
    void all_always_isEveryFileInTheFolder() throws Exception {
        List<String> files;
        try (Stream<Path> paths = Files.list(folder())) {
            files = paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".lua"))
                    .map(name -> name.substring(0, name.length() - 4))
                    .toList();
        }

        assertThat(LuaScript.ALL).extracting(LuaScript::name).containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void source_ofEachScript_beginsWithItsIncludesAndSaysWhatItReturns() throws IOException, URISyntaxException {
        for (LuaScript script : LuaScript.ALL) {
            String source = new String(script.source(), UTF_8);
            String own = Files.readString(folder().resolve(script.name() + ".lua"));

            assertThat(own).startsWith("-- " + script.name() + ": ").contains("\n-- returns ");
            assertThat(source).endsWith(own);
            for (String include : includes(own)) {
                assertThat(source).contains(Files.readString(folder().resolve("include/" + include + ".lua")));
            }
        }
    }

    @Test
    void header_ofEachScript_namesEveryKeyAndArgumentItUses() throws IOException, URISyntaxException {
        for (LuaScript script : LuaScript.ALL) {
            String own = Files.readString(folder().resolve(script.name() + ".lua"));
            String header =
                    own.lines().takeWhile(line -> line.startsWith("-- ")).collect(joining("\n"));
            String body = own.substring(header.length());

            assertThat(header).as(script.name()).contains("KEYS[1");
            assertThat(body.contains("ARGV")).as(script.name()).isEqualTo(header.contains("ARGV[1"));
            SLOT.matcher(body)
                    .results()
                    .forEach(used -> assertThat(SLOT.matcher(header).results().anyMatch(named -> covers(named, used)))
                            .as(script.name() + " says what " + used.group() + " is")
                            .isTrue());
        }
    }

    /** Whether {@code KEYS[2..]} or {@code ARGV[1..6]} in a header speaks of the one used. */
    private static boolean covers(MatchResult named, MatchResult used) {
        int slot = Integer.parseInt(used.group(2));
        int first = Integer.parseInt(named.group(2));
        String range = Objects.requireNonNullElse(named.group(3), "");
        String end = Objects.requireNonNullElse(named.group(4), "");
        int last = range.isEmpty() ? first : end.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(end);
        return named.group(1).equals(used.group(1)) && first <= slot && slot <= last;
    }

    /** What joins, appends or sends is refused by a full Redis; what works it off is not. */
    @Test
    void source_allowedOnAFullRedis_beginsWithTheShebang() {
        assertThat(LuaScript.ALL.stream()
                        .filter(script -> new String(script.source(), UTF_8).startsWith("#!lua flags=allow-oom\n"))
                        .map(LuaScript::name))
                .containsExactly(
                        "acquire_partition",
                        "ask_process",
                        "beat_gateway",
                        "bury_event",
                        "commit_partition",
                        "declare_gateway_dead",
                        "describe_worker",
                        "drain_gateway",
                        "lock_sweep",
                        "release_partition",
                        "renew_leases",
                        "sweep_gateway");
    }

    private static List<String> includes(String script) {
        return script.lines()
                .filter(line -> line.startsWith("-- uses "))
                .flatMap(line -> Stream.of(line.substring(8).split(", ", -1)))
                .toList();
    }

    @Test
    void sha_ofEachScript_isItsOwn() {
        assertThat(LuaScript.ALL)
                .extracting(LuaScript::sha)
                .doesNotHaveDuplicates()
                .allMatch(sha -> sha.matches("[0-9a-f]{40}"));
    }

    @Test
    void named_unknown_isRefusedWithTheName() {
        assertThatThrownBy(() -> LuaScript.named("drop_everything"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no Lua script named drop_everything");
    }

    private static Path folder() throws URISyntaxException {
        var url = LuaScript.class.getResource("/io/gatefarm/redis/lua/append_events.lua");
        return Objects.requireNonNull(
                Path.of(Objects.requireNonNull(url).toURI()).getParent());
    }
}

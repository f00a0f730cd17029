package io.gatefarm.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LuaScriptTest {
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

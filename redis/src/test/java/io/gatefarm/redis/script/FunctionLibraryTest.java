package io.gatefarm.redis.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FunctionLibraryTest {
    private static final FunctionLibrary LIBRARY = FunctionLibrary.current();

    /** Of the version's text: a gateway replaces what has a lower version only. */
    private static final int VERSION = 1;

    private static final String SHA_1 = "3959e4658adf590a61659bcaa8f6fd17b1978dc3";

    @Test
    void version_textChanged_isRaised() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(LIBRARY.text().getBytes(UTF_8));

        assertThat(LIBRARY.version()).isEqualTo(VERSION);
        assertThat(HexFormat.of().formatHex(digest))
                .as(
                        "another text is another version: raise VERSION in console/include/library.lua and here, and this digest")
                .isEqualTo(SHA_1);
    }

    @Test
    void functions_always_areEveryFileInTheFolder() throws Exception {
        var url = LuaScript.class.getResource("/io/gatefarm/redis/lua/console/help.lua");
        Path folder = Path.of(Objects.requireNonNull(url).toURI()).getParent();
        try (Stream<Path> paths = Files.list(folder)) {
            assertThat(paths.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".lua")))
                    .containsExactlyInAnyOrderElementsOf(FunctionLibrary.FUNCTIONS.stream()
                            .map(name -> name + ".lua")
                            .toList());
        }
    }

    @Test
    void text_ofTheLibrary_holdsEveryCalledScriptAsItIs() {
        for (LuaFile function : functions()) {
            for (String script : function.names("calls")) {
                assertThat(LIBRARY.text())
                        .containsOnlyOnce("local function " + script + "(KEYS, ARGV)\n"
                                + LuaScript.named(script).body() + "end\n");
                assertThat(function.text()).contains(script.equals("send") ? "send_to(" : script + "(");
            }
        }
    }

    @Test
    void header_ofEachFunction_saysWhatItTakesAndReturns() {
        for (LuaFile function : functions()) {
            assertThat(function.summary()).as(function.name()).endsWith(".").doesNotContain("]]");
            assertThat(function.header("returns")).as(function.name()).isNotEmpty();
            assertThat(function.header("usage").startsWith("APP"))
                    .as(function.name())
                    .isEqualTo(function.text().contains("ARGV"));
        }
    }

    /** Else {@code FCALL_RO} would refuse what only reads; and what runs on a full Redis as a script runs there as a function. */
    @Test
    void flags_ofEachFunction_areThoseOfWhatItCalls() {
        for (LuaFile function : functions()) {
            List<String> calls = function.names("calls");
            boolean reads = calls.isEmpty() || calls.equals(List.of("list_clients"));
            String script = reads ? "" : LuaFile.read(calls.get(0)).header("flags");

            assertThat(function.header("flags")).as(function.name()).isEqualTo(reads ? "no-writes" : script);
        }
    }

    @Test
    void name_ofEachFunction_isNoOtherLibrarys() {
        assertThat(Set.copyOf(FunctionLibrary.FUNCTIONS)).hasSameSizeAs(FunctionLibrary.FUNCTIONS);
        assertThat(LIBRARY.text()).startsWith("#!lua name=gatefarm\n").contains("function_name = 'gatefarm_'");
    }

    private static List<LuaFile> functions() {
        return FunctionLibrary.FUNCTIONS.stream()
                .map(name -> LuaFile.read("console/" + name))
                .toList();
    }
}

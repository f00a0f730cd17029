package io.gatefarm.redis.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String EMOJI = "\uD83D\uDE00";

    static Stream<String> oddNames() {
        return Stream.of(
                "a",
                " ",
                "two words",
                "{room}",
                "a:b:c",
                "group:x",
                "*?[]\\",
                "\"quoted\"",
                EMOJI,
                EMOJI.repeat(64),
                "é".repeat(128),
                "中".repeat(85) + "a",
                "a".repeat(256),
                "\u2028");
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void check_oddButAllowedName_returnsIt(String name) {
        assertThat(Names.check("group", name)).isSameAs(name);
    }

    @Test
    void check_empty_isRefused() {
        assertThatThrownBy(() -> Names.check("uid", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uid must not be empty");
    }

    @Test
    void check_257Bytes_isRefusedWithItsStartAndSize() {
        List<String> tooLong = List.of(
                "a".repeat(257),
                EMOJI.repeat(64) + "a",
                "é".repeat(128) + "a",
                "中".repeat(85) + "aa",
                "a".repeat(5000));

        assertThat(tooLong).allSatisfy(name -> {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            assertThatThrownBy(() -> Names.check("group", name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("group must be at most 256 bytes in UTF-8 but has " + bytes + ": \""
                            + name.substring(0, Math.min(80, name.length())) + (name.length() > 80 ? "…\"" : "\""));
        });
    }

    @ParameterizedTest
    @ValueSource(chars = {'\0', '\t', '\n', '\r', '\u001b', '\u007f', '\u0085', '\u009f'})
    void check_controlCharacter_isRefusedAndNamed(char control) {
        assertThatThrownBy(() -> Names.check("uid", "ab" + control + "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uid must have no control characters or lone surrogates: \"ab")
                .hasMessageEndingWith("has U+%04X at 2", (int) control);
    }

    @Test
    void check_controlCharacter_isNotRepeatedInTheMessage() {
        assertThatThrownBy(() -> Names.check("uid", "a\nb\tc"))
                .hasMessage("uid must have no control characters or lone surrogates: \"a?b?c\" has U+000A at 1");
    }

    @Test
    void check_loneSurrogate_isRefusedAndNamed() {
        String high = EMOJI.substring(0, 1);
        String low = EMOJI.substring(1);

        assertThat(List.of("ab" + high, "ab" + high + "c", "ab" + low, "ab" + high + high + low, "ab" + low + high))
                .allSatisfy(name -> assertThatThrownBy(() -> Names.check("uid", name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith(" at 2"));
    }
}

package io.gatefarm.redis.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.OddTexts;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class NamesPropertyTest {
    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> long1 =
                Arbitraries.strings().withChars('n').ofMinLength(250).ofMaxLength(260);
        Arbitrary<String> long2 =
                Arbitraries.strings().withChars('é').ofMinLength(126).ofMaxLength(130);
        Arbitrary<String> long3 = Arbitraries.of("\ud83d\ude42")
                .list()
                .ofMinSize(62)
                .ofMaxSize(66)
                .map(l -> String.join("", l));
        return Arbitraries.oneOf(OddTexts.any(), OddTexts.wellFormed(), long1, long2, long3);
    }

    @Property(tries = 1000)
    void check_anyText_acceptsWhatTheRuleSaysAndShowsTheRest(@ForAll("names") String name) {
        if (isName(name)) {
            assertThat(Names.check("uid", name)).isSameAs(name);
        } else {
            assertThatThrownBy(() -> Names.check("uid", name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("uid must ")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}"))
                    .satisfies(e -> assertThat(name.isEmpty() || e.getMessage().contains("\"" + shown(name)))
                            .isTrue());
        }
    }

    /** The rule in other words: 1 to 256 bytes of well-formed UTF-8 without control characters. */
    private static boolean isName(String name) {
        try {
            int bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
            return bytes >= 1
                    && bytes <= 256
                    && name.codePoints().noneMatch(c -> Character.getType(c) == Character.CONTROL);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String shown(String name) {
        return name.substring(0, Math.min(10, name.length())).replaceAll("\\p{Cntrl}", "?");
    }
}

package io.gatefarm.redis;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Texts as nobody would think of them, for properties. */
public final class OddTexts {
    private OddTexts() {}

    /** Any at all: quotes, braces, colons, line feeds, controls, emoji, halves of emoji. */
    public static Arbitrary<String> any() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, piece("\"", "\\", "{", "}", ":", "\n", "\r\n", "\0", "\u0085", "\u2028", " ")),
                        Tuple.of(3, piece("\ud83d\ude42", "é", "漢", "\ufffd", "?", "\ud83d", "\ude42")),
                        Tuple.of(3, piece("a", "room", "0", ".0}:", "group:", "'", "<b>", "&", ",")),
                        Tuple.of(1, Arbitraries.strings().all().ofMaxLength(5)))
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    private static Arbitrary<String> piece(String... pieces) {
        return Arbitraries.of(pieces);
    }

    /** As {@link #any}, without halves of emoji. */
    public static Arbitrary<String> wellFormed() {
        return any().map(OddTexts::asUtf8);
    }

    /** What is left of a text after a way over the wire: halves of emoji have become question marks. */
    public static String asUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

package io.gatefarm.examples.launcher;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pattern of {@code grep -E} looks for, one pattern for each alternative: {@code a_(b|c)} is {@code a_b} and {@code a_c}. Knows
 * groups and {@code |}; all else is left as it stands.
 */
final class Alternatives {
    private final String pattern;
    private int at;

    private Alternatives(String pattern) {
        this.pattern = pattern;
    }

    static List<String> of(String pattern) {
        return new Alternatives(pattern).read();
    }

    /** From here to the end of the group. */
    private List<String> read() {
        List<String> all = new ArrayList<>();
        List<String> one = List.of("");
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            char next = pattern.charAt(at++);
            if (next == '|') {
                all.addAll(one);
                one = List.of("");
            } else if (next == '(') {
                one = joined(one, read());
                at++;
            } else {
                one = joined(one, List.of(String.valueOf(next)));
            }
        }
        all.addAll(one);
        return all;
    }

    private static List<String> joined(List<String> heads, List<String> tails) {
        return heads.stream()
                .flatMap(head -> tails.stream().map(tail -> head + tail))
                .toList();
    }
}

package io.gatefarm.push;

import io.gatefarm.redis.testing.TestGateway;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the callers of a model test have in common.
 *
 * @param gateways that are alive; changed at quiet points only
 * @param clients that no caller closes or binds
 */
record Common(DirectoryModel model, List<TestGateway> gateways, List<String> clients) {
    /** Nearly every client is in it: large enough that Redis hands it out in several pages. */
    static final String CROWD = "crowd";

    /** Uids and groups alike, so that one taken for the other is found out. */
    static final List<String> NAMES = List.of(
            CROWD,
            "7",
            " ",
            " with space ",
            "{braces}.0}:",
            "group:a:b",
            "gateway",
            "uid",
            "🙂 emoji 👩‍👩‍👧",
            "é",
            "e\u0301",
            "\"quote\" \\back\\slash",
            "[glob]*?",
            "0000000000000000000",
            // no compact encoding in Redis's sets: they are handed out in pages
            "n".repeat(256));

    private static final int OWN_GROUPS = 4;

    /** The groups that only this caller fills and empties. */
    static List<String> groupsOf(int caller) {
        return IntStream.range(0, OWN_GROUPS)
                .mapToObj(i -> "caller {" + caller + "}: 🙂 " + i)
                .toList();
    }

    /** Every group that so many callers use. */
    static List<String> groups(int callers) {
        return Stream.concat(NAMES.stream(), IntStream.range(0, callers).boxed().flatMap(c -> groupsOf(c).stream()))
                .toList();
    }
}

package io.gatefarm.redis.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.OddTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Names come from strangers: none may reach the keys of another name, another kind or another app. */
final class KeysPropertyTest {
    private static final Keys CHAT = new Keys("chat");
    private static final Keys OTHER = new Keys("chat-0");
    private static final List<Function<String, String>> KINDS = List.of(
            CHAT::client,
            CHAT::session,
            CHAT::group,
            CHAT::groupGateways,
            CHAT::uid,
            CHAT::gateway,
            CHAT::gatewayClients,
            CHAT::worker,
            CHAT::appended,
            CHAT::to,
            OTHER::group,
            OTHER::uid);
    private static final List<String> FIXED = List.of(
            CHAT.meta(),
            CHAT.cell(),
            CHAT.groups(),
            CHAT.uids(),
            CHAT.gateways(),
            CHAT.deadGateways(),
            CHAT.sweepLock(),
            CHAT.workers(),
            CHAT.deadLetters(),
            CHAT.toAll(),
            CHAT.rebalance(),
            CHAT.in(0),
            CHAT.partition(0));

    @Provide
    Arbitrary<String> names() {
        return OddTexts.wellFormed();
    }

    @Property(tries = 1000)
    void keys_ofDifferentNamesOrKinds_areDifferent(
            @ForAll("names") String one,
            @ForAll("names") String other,
            @ForAll @IntRange(max = 11) int kind,
            @ForAll @IntRange(max = 11) int otherKind) {
        String key = KINDS.get(kind).apply(one);
        String otherKey = KINDS.get(otherKind).apply(other);
        assertThat(key.equals(otherKey)).isEqualTo(kind == otherKind && one.equals(other));
        assertThat(key.getBytes(StandardCharsets.UTF_8).length)
                .isEqualTo(KINDS.get(kind).apply("").length() + one.getBytes(StandardCharsets.UTF_8).length);
        assertThat(FIXED).doesNotContain(key);
    }

    @Property(tries = 500)
    void key_ofAnyName_hasTheTagOfItsApp(@ForAll("names") String name, @ForAll @IntRange(max = 9) int kind) {
        assertThat(hashTag(KINDS.get(kind).apply(name))).isEqualTo("chat.0");
    }

    /** As Redis finds it: between the first opening brace and the first closing one behind it. */
    private static String hashTag(String key) {
        int open = key.indexOf('{');
        return key.substring(open + 1, key.indexOf('}', open));
    }
}

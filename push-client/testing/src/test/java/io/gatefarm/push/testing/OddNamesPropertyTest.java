package io.gatefarm.push.testing;

import static io.gatefarm.push.testing.GatewayContract.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.embedded.RedisSource;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any name on a real Redis: it works, or the error shows it; what is sent to it never reaches anybody else. */
final class OddNamesPropertyTest {
    private static final RealFarm FARM = new RealFarm();
    private static RedisSource source;

    @BeforeContainer
    static void open() {
        source = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
        FARM.open(source.uri());
    }

    @AfterContainer
    static void close() {
        List<String> left = FARM.keys();
        FARM.close();
        source.close();
        assertThat(left)
                .as("of names nothing is left behind")
                .noneMatch(key -> key.startsWith("group") || key.startsWith("uid") || key.startsWith("client:"));
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> pieces = Arbitraries.of(
                " ",
                "{",
                "}",
                ":",
                "\n",
                "\0",
                "\ud83d\ude42",
                "\ud83d",
                "\"",
                "\\",
                "a",
                "b",
                ".0}:",
                "group:",
                "*",
                "?",
                "[a]",
                "é");
        Arbitrary<String> composed = pieces.list().ofMaxSize(6).map(list -> String.join("", list));
        Arbitrary<String> large = Arbitraries.of("n".repeat(256), "n".repeat(257), "é".repeat(128), "é".repeat(129));
        return Arbitraries.frequencyOf(Tuple.of(8, composed), Tuple.of(1, large));
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void name_any_worksOrIsShownAndReachesNobodyElse(@ForAll("names") String name, @ForAll("names") String other) {
        if (!isName(name)) {
            assertRefused(name);
            return;
        }
        Gateway push = FARM.client();
        String mine = FARM.here().connect();
        String others = FARM.elsewhere().connect();
        push.joinGroup(mine, name);
        push.bindUid(mine, name);
        if (isName(other)) {
            push.joinGroup(others, other);
            push.bindUid(others, other);
        }
        long meant = name.equals(other) ? 2 : 1;

        assertThat(answer(push.sendToGroup(name, "group"))).isEqualTo(new Receipt(meant));
        assertThat(answer(push.sendToUid(name, "uid"))).isEqualTo(new Receipt(meant));
        assertThat(push.groupsOf(mine)).containsExactly(name);
        assertThat(push.uidOf(mine)).contains(name);
        assertThat(push.clientIdsOfGroup(name).items()).contains(mine).hasSize((int) meant);
        assertThat(push.uidsOfGroup(name).items()).containsExactly(name);
        assertThat(push.clientIdsOfUid(name)).contains(mine).hasSize((int) meant);
        assertThat(push.groups().items()).contains(name);
        assertThat(push.uids().items()).contains(name);
        assertThat(answer(push.closeUid(name))).isEqualTo(new Receipt(meant));
        FARM.awaitArrival();
        assertThat(FARM.here().received(mine)).containsExactly("group", "uid", "close 1000 ");
        assertThat(FARM.elsewhere().received(others))
                .isEqualTo(meant == 2 ? List.of("group", "uid", "close 1000 ") : List.of());

        FARM.here().disconnect(mine);
        FARM.elsewhere().disconnect(others);
        assertThat(push.countGroups() + push.countUids() + push.countClients()).isZero();
    }

    private static void assertRefused(String name) {
        String shown = name.substring(0, Math.min(8, name.length())).replaceAll("\\p{Cntrl}", "?");
        for (String what : List.of("uid", "group")) {
            assertThatThrownBy(() -> {
                        if (what.equals("uid")) {
                            FARM.client().sendToUid(name, "x");
                        } else {
                            FARM.client().sendToGroup(name, "x");
                        }
                    })
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(what + " must ")
                    .hasMessageContaining(name.isEmpty() ? "empty" : shown);
        }
    }

    /** 1 to 256 bytes of well-formed UTF-8 without control characters. */
    private static boolean isName(String name) {
        try {
            int bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
            return bytes >= 1 && bytes <= 256 && name.chars().noneMatch(Character::isISOControl);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(30);
    }

    @Property(tries = 100, shrinking = ShrinkingMode.BOUNDED)
    void clientId_anyText_isNobodyButTheClientsOwn(@ForAll("texts") String text) {
        Gateway push = FARM.client();
        String client = FARM.here().connect();
        List<String> odd = List.of(
                text,
                client + text,
                text + client,
                client.toUpperCase(Locale.ROOT),
                client.substring(1),
                client.substring(0, 18) + "}");
        for (String id : odd) {
            if (!id.equals(client)) {
                assertThat(answer(push.sendToClient(id, "wrong"))).isEqualTo(new Receipt(0));
                assertThat(push.isOnline(id)).isFalse();
            }
        }
        assertThat(answer(push.sendToClients(odd, "wrong", client))).isEqualTo(new Receipt(0));
        FARM.awaitArrival();
        assertThat(FARM.here().received(client)).isEmpty();
        FARM.here().disconnect(client);
    }
}

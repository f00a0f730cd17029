package io.gatefarm.push.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.ClientSession;
import io.gatefarm.push.Close;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Page;
import io.gatefarm.push.Receipt;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.event.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Gateway} does. Tests called after a number show that behaviour of docs/parity.md. */
abstract class GatewayContract {
    private static final Receipt NOBODY = new Receipt(0);
    private static final String UNKNOWN = "0000000000000000000";
    private static final int TIMES = 1_000;
    /** Calls of one gateway that may wait are bounded: so many are made before they are waited for. */
    private static final int BURST = 2_000;

    abstract Gateway gateway();

    /** Another object over the same clients. */
    abstract Gateway anotherGateway();

    abstract String connect();

    /** Connects a client to another gateway. */
    abstract String connectElsewhere();

    abstract List<String> connect(int count);

    abstract void disconnect(String clientId);

    /**
     * What came to the client of all calls so far: texts as they are, {@code binary 00ff}, {@code (droppable)} and {@code (latest
     * name)} behind what was sent so, {@code close 1000 reason}, {@code abort}.
     */
    abstract List<String> received(String clientId);

    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> void inBursts(List<T> all, Function<T, CompletionStage<?>> call) {
        for (int i = 0; i < all.size(); i += BURST) {
            List<CompletionStage<?>> stages = new ArrayList<>();
            all.subList(i, Math.min(all.size(), i + BURST)).forEach(one -> stages.add(call.apply(one)));
            stages.forEach(GatewayContract::answer);
        }
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    // ---- sends

    @Test
    void parity13_sendToAll_reachesAllButTheExcluded() {
        String a = connect();
        String b = connect();
        String c = connectElsewhere();

        assertThat(answer(gateway().sendToAll("everybody"))).isEqualTo(new Receipt(3));
        assertThat(answer(gateway().sendToAll("but a and c", a, c))).isEqualTo(new Receipt(3));
        assertThat(answer(gateway().sendToAll("but who is unknown", UNKNOWN, "", "x")))
                .isEqualTo(new Receipt(3));

        assertThat(received(a)).containsExactly("everybody", "but who is unknown");
        assertThat(received(b)).containsExactly("everybody", "but a and c", "but who is unknown");
        assertThat(received(c)).containsExactly("everybody", "but who is unknown");
    }

    @Test
    void parity13_sendToClients_reachesTheListedOnceButTheExcluded() {
        String a = connect();
        String b = connectElsewhere();
        String c = connect();

        assertThat(answer(gateway().sendToClients(List.of(a, b, a, UNKNOWN, "no id", a), "listed")))
                .isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToClients(List.of(a, b, c), "but b", b)))
                .isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToClients(List.of(a), "but a", a))).isEqualTo(NOBODY);

        assertThat(received(a)).containsExactly("listed", "but b");
        assertThat(received(b)).containsExactly("listed");
        assertThat(received(c)).containsExactly("but b");
    }

    @Test
    void parity13_emptyLists_areNobody() {
        String a = connect();
        gateway().bindUid(a, "u");
        gateway().joinGroup(a, "g");

        assertThat(answer(gateway().sendToClients(List.of(), "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToUids(List.of(), "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToGroups(List.of(), "x"))).isEqualTo(NOBODY);

        assertThat(received(a)).isEmpty();
        assertThat(gateway().onlineUids(List.of())).isEmpty();
        assertThat(gateway().clientIdsOfUids(List.of())).isEmpty();
        assertThat(gateway().countClients(List.of())).isEmpty();
    }

    @Test
    void parity13_exclusions_holdForUidsAndGroups() {
        String a = connect();
        String b = connectElsewhere();
        for (String one : List.of(a, b)) {
            gateway().bindUid(one, "u");
            gateway().joinGroup(one, "g");
        }

        assertThat(answer(gateway().sendToUid("u", "uid", a))).isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToUids(List.of("u", "v"), "uids", b))).isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToGroup("g", "group", a))).isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToGroups(List.of("g", "h"), "groups", b)))
                .isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToClient(a, Message.text("me"), SendOptions.DEFAULTS.except(a))))
                .isEqualTo(NOBODY);

        assertThat(received(a)).containsExactly("uids", "groups");
        assertThat(received(b)).containsExactly("uid", "group");
    }

    @Test
    void parity14_uidOnTwoGateways_bothGetItOnce() {
        String a = connect();
        String b = connectElsewhere();
        String other = connect();
        gateway().bindUid(a, "u");
        gateway().bindUid(b, "u");
        gateway().bindUid(other, "v");

        assertThat(answer(gateway().sendToUid("u", "hi"))).isEqualTo(new Receipt(2));
        assertThat(answer(gateway().sendToUids(List.of("u", "u"), "twice named")))
                .isEqualTo(new Receipt(2));

        assertThat(received(a)).containsExactly("hi", "twice named");
        assertThat(received(b)).containsExactly("hi", "twice named");
        assertThat(received(other)).isEmpty();
    }

    @Test
    void parity15_memberOfTwoGroups_getsItOnce() {
        String both = connect();
        String second = connectElsewhere();
        gateway().joinGroup(both, "g1");
        gateway().joinGroup(both, "g2");
        gateway().joinGroup(second, "g2");

        assertThat(answer(gateway().sendToGroups(List.of("g1", "g2", "g1"), "hi")))
                .as("the member of both counts twice")
                .isEqualTo(new Receipt(3));

        assertThat(received(both)).containsExactly("hi");
        assertThat(received(second)).containsExactly("hi");
    }

    @Test
    void parity16_clientUidGroupAllInTurn_arriveInThatOrder() {
        String client = connect();
        gateway().bindUid(client, "u");
        gateway().joinGroup(client, "g");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            gateway().sendToClient(client, "client " + i);
            gateway().sendToUid("u", "uid " + i);
            gateway().sendToGroup("g", "group " + i);
            gateway().sendToAll("all " + i);
            gateway().sendToClients(List.of(client), "clients " + i);
            gateway().sendToGroups(List.of("g", "h"), "groups " + i);
            gateway().sendToUids(List.of("u", "v"), "uids " + i);
            for (String kind : List.of("client", "uid", "group", "all", "clients", "groups", "uids")) {
                sent.add(kind + " " + i);
            }
        }
        assertThat(received(client)).isEqualTo(sent);
    }

    @Test
    void parity16_changesAmongSends_takeEffectInCallOrder() {
        String client = connect();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            gateway().sendToGroup("g", "before joining " + i);
            gateway().joinGroup(client, "g");
            gateway().sendToGroup("g", "in " + i);
            gateway().bindUid(client, "u");
            gateway().sendToUid("u", "bound " + i);
            gateway().leaveGroup(client, "g");
            gateway().sendToGroup("g", "after leaving " + i);
            gateway().unbindUid(client);
            gateway().sendToUid("u", "unbound " + i);
            gateway().sendToClient(client, "end " + i);
            expected.addAll(List.of("in " + i, "bound " + i, "end " + i));
        }
        assertThat(received(client)).isEqualTo(expected);
    }

    @Test
    void sends_unknownAndOffline_areNobody() {
        String gone = connect();
        gateway().bindUid(gone, "u");
        gateway().joinGroup(gone, "g");
        gateway().sendToClient(gone, "while it is here");
        assertThat(received(gone)).containsExactly("while it is here");
        disconnect(gone);

        assertThat(answer(gateway().sendToClient(gone, "x"))).isEqualTo(NOBODY);
        assertThat(NOBODY.status()).isEqualTo(Receipt.Status.OFFLINE);
        assertThat(answer(gateway().sendToClients(List.of(gone, UNKNOWN), "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToUid("u", "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToGroup("g", "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToUid("never", "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToGroup("never", "x"))).isEqualTo(NOBODY);
        assertThat(answer(gateway().sendToAll("x"))).isEqualTo(NOBODY);
        for (String odd : List.of("", "x", "}{", UNKNOWN + "0", "00Z0000000000000000", "000000000000000000\n")) {
            assertThat(answer(gateway().sendToClient(odd, "x"))).isEqualTo(NOBODY);
        }
        assertThat(received(gone)).containsExactly("while it is here");
    }

    @Test
    void receipt_ofAnOnlineClient_isRouted() {
        Receipt receipt = answer(gateway().sendToClient(connect(), "x"));
        assertThat(receipt).isEqualTo(new Receipt(1));
        assertThat(receipt.status()).isEqualTo(Receipt.Status.ROUTED);
    }

    @Test
    void messages_textBinaryAndDroppable_comeAsTheyWereSent() {
        String client = connect();
        gateway().bindUid(client, "u");
        var droppable = SendOptions.DEFAULTS.droppable();
        gateway().sendToClient(client, "a\nb\"c\u0000d \u00e9 \ud83d\ude42");
        gateway().sendToClient(client, Message.binary(new byte[] {0, 10, 13, -1, 123, 125}));
        gateway().sendToClient(client, "");
        gateway().sendToClient(client, Message.text("price"), droppable);
        gateway().sendToUid("u", Message.binary(new byte[] {1}), droppable);
        gateway().sendToAll(Message.binary(new byte[0]), droppable);
        gateway().sendToClients(List.of(client), Message.text("listed"), droppable);
        gateway().sendToUid("u", Message.text("newest"), SendOptions.DEFAULTS.latest("price"));
        gateway().sendToClient(client, Message.text("both"), droppable.latest("a \"b\" \u00e9"));

        assertThat(received(client))
                .containsExactly(
                        "a\nb\"c\u0000d \u00e9 \ud83d\ude42",
                        "binary 000a0dff7b7d",
                        "",
                        "price (droppable)",
                        "binary 01 (droppable)",
                        "binary  (droppable)",
                        "listed (droppable)",
                        "newest (latest price)",
                        "both (droppable) (latest a \"b\" \u00e9)");
    }

    @Test
    void message_overTheLimit_isRefusedAtOnceByEveryMethod() {
        String client = connect();
        Message fits = Message.binary(new byte[GatewayClient.MAX_MESSAGE_BYTES]);
        Message tooLong = Message.binary(new byte[GatewayClient.MAX_MESSAGE_BYTES + 1]);
        assertThat(answer(gateway().sendToClient(client, fits))).isEqualTo(new Receipt(1));
        List<Runnable> calls = List.of(
                () -> gateway().sendToClient(client, tooLong, SendOptions.DEFAULTS),
                () -> gateway().sendToClients(List.of(client), tooLong),
                () -> gateway().sendToClients(List.of(), tooLong),
                () -> gateway().sendToUid("u", tooLong),
                () -> gateway().sendToUids(List.of(), tooLong),
                () -> gateway().sendToGroup("g", tooLong),
                () -> gateway().sendToGroups(List.of(), tooLong),
                () -> gateway().sendToAll(tooLong),
                () -> gateway().closeClient(client, tooLong));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("1048576")
                        .hasMessageContaining("1048577"));
        assertThat(received(client)).hasSize(1);
    }

    @Test
    void names_numbers_areTheirDecimalDigits() {
        String client = connect();
        gateway().bindUid(client, 42);
        gateway().joinGroup(client, -7);
        gateway().sendToUid(42, "uid");
        gateway().sendToGroup(-7, "group");

        assertThat(gateway().uidOf(client)).contains("42");
        assertThat(gateway().groupsOf(client)).containsExactly("-7");
        assertThat(gateway().isUidOnline(42)).isTrue();
        assertThat(gateway().clientIdsOfUid(42)).containsExactly(client);
        assertThat(gateway().countClients(-7)).isEqualTo(1);
        assertThat(answer(gateway().leaveGroup(client, -7))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().ungroup(-7))).isZero();
        assertThat(received(client)).containsExactly("uid", "group");
    }

    // ---- names

    private static Map<String, BiConsumer<Gateway, String>> uidMethods() {
        Map<String, BiConsumer<Gateway, String>> methods = new LinkedHashMap<>();
        methods.put("sendToUid", (push, name) -> push.sendToUid(name, "x"));
        methods.put("sendToUids", (push, name) -> push.sendToUids(List.of("ok", name), "x"));
        methods.put("closeUid", Gateway::closeUid);
        methods.put("bindUid", (push, name) -> push.bindUid(UNKNOWN, name));
        methods.put("isUidOnline", Gateway::isUidOnline);
        methods.put("onlineUids", (push, name) -> push.onlineUids(List.of("ok", name)));
        methods.put("clientIdsOfUid", Gateway::clientIdsOfUid);
        methods.put("clientIdsOfUids", (push, name) -> push.clientIdsOfUids(List.of("ok", name)));
        return methods;
    }

    private static Map<String, BiConsumer<Gateway, String>> groupMethods() {
        Map<String, BiConsumer<Gateway, String>> methods = new LinkedHashMap<>();
        methods.put("sendToGroup", (push, name) -> push.sendToGroup(name, "x"));
        methods.put("sendToGroups", (push, name) -> push.sendToGroups(List.of("ok", name), "x"));
        methods.put("joinGroup", (push, name) -> push.joinGroup(UNKNOWN, name));
        methods.put("leaveGroup", (push, name) -> push.leaveGroup(UNKNOWN, name));
        methods.put("ungroup", Gateway::ungroup);
        methods.put("countClients", Gateway::countClients);
        methods.put("countClientsOfGroups", (push, name) -> push.countClients(List.of("ok", name)));
        methods.put("countUids", Gateway::countUids);
        methods.put("clientIdsOfGroup", Gateway::clientIdsOfGroup);
        methods.put("uidsOfGroup", Gateway::uidsOfGroup);
        methods.put("sessionsOfGroup", Gateway::sessionsOfGroup);
        return methods;
    }

    @Test
    void name_refused_isRefusedAtOnceByEveryMethodWithTheValueShown() {
        var bad = Map.of(
                "",
                "must not be empty",
                "n".repeat(257),
                "has 257: \"nnnnnnnn",
                "line\nfeed",
                "\"line?feed\" has U+000A at 4",
                "lone\ud83d",
                "has U+D83D at 4");
        var softly = new SoftAssertions();
        bad.forEach((name, shown) -> Map.of("uid ", uidMethods(), "group ", groupMethods())
                .forEach((what, methods) ->
                        methods.forEach((method, call) -> softly.assertThatThrownBy(() -> call.accept(gateway(), name))
                                .as(method)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageStartingWith(what)
                                .hasMessageContaining(shown))));
        softly.assertAll();
    }

    // ---- closes

    @Test
    void closeClient_withALastMessage_comesLastAndNothingAfterIt() {
        String client = connect();
        gateway().sendToClient(client, "first");
        assertThat(answer(gateway().closeClient(client, Close.kick("spam").after(Message.text("read the rules")))))
                .isEqualTo(new Receipt(1));
        gateway().sendToClient(client, "too late");
        gateway().sendToAll("too late");
        gateway().closeClient(client, 3001, "again");

        assertThat(received(client)).containsExactly("first", "read the rules", "close 4100 spam");
    }

    @Test
    void closeClient_eachForm_saysCodeReasonAndLastMessage() {
        List<String> clients = connect(4);
        gateway().closeClient(clients.get(0));
        gateway().closeClient(clients.get(1), "bye");
        gateway().closeClient(clients.get(2), Message.binary(new byte[] {7}));
        gateway().closeClient(clients.get(3), 4200, "enough \ud83d\ude42");

        assertThat(received(clients.get(0))).containsExactly("close 1000 ");
        assertThat(received(clients.get(1))).containsExactly("bye", "close 1000 ");
        assertThat(received(clients.get(2))).containsExactly("binary 07", "close 1000 ");
        assertThat(received(clients.get(3))).containsExactly("close 4200 enough \ud83d\ude42");
    }

    @Test
    void closeClient_untilItsCloseEvent_isOnlineAndInItsGroups() {
        String client = connect();
        gateway().joinGroup(client, "g");
        answer(gateway().closeClient(client));
        assertThat(gateway().isOnline(client)).isTrue();
        assertThat(gateway().countClients("g")).isEqualTo(1);
        disconnect(client);
        assertThat(gateway().isOnline(client)).isFalse();
        assertThat(gateway().countClients("g")).isZero();
        assertThat(answer(gateway().closeClient(client))).isEqualTo(NOBODY);
    }

    @Test
    void closeUid_closesEveryClientOfTheUidAndNobodyElse() {
        String a = connect();
        String b = connectElsewhere();
        String other = connect();
        gateway().bindUid(a, "u");
        gateway().bindUid(b, "u");
        gateway().bindUid(other, "v");
        gateway().sendToUid("u", "before");

        assertThat(answer(gateway().closeUid("u", Close.with(3001, "logged out").after(Message.text("bye")))))
                .isEqualTo(new Receipt(2));
        assertThat(answer(gateway().closeUid("nobody"))).isEqualTo(NOBODY);

        assertThat(received(a)).containsExactly("before", "bye", "close 3001 logged out");
        assertThat(received(b)).containsExactly("before", "bye", "close 3001 logged out");
        assertThat(received(other)).isEmpty();
    }

    @Test
    void abortClient_cutsOffAtOnce_alsoWhoIsBeingClosed() {
        String a = connect();
        String b = connect();
        assertThat(answer(gateway().abortClient(a))).isEqualTo(new Receipt(1));
        gateway().sendToClient(a, "too late");
        gateway().closeClient(a);
        gateway().closeClient(b);
        gateway().abortClient(b);
        gateway().abortClient(b);

        assertThat(received(a)).containsExactly("abort");
        assertThat(received(b)).containsExactly("close 1000 ", "abort");
        assertThat(answer(gateway().abortClient(UNKNOWN))).isEqualTo(NOBODY);
        assertThat(answer(gateway().abortClient("no id"))).isEqualTo(NOBODY);
    }

    // ---- groups and uids

    @Test
    void parity18_uidBoundAnew_movesAndTheOldOneIsOffline() {
        String client = connect();
        assertThat(answer(gateway().bindUid(client, "u1"))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().bindUid(client, "u2"))).isEqualTo(Change.DONE);

        assertThat(gateway().isUidOnline("u1")).isFalse();
        assertThat(gateway().clientIdsOfUid("u1")).isEmpty();
        assertThat(gateway().uids().items()).containsExactly("u2");
        assertThat(gateway().uidOf(client)).contains("u2");
        gateway().sendToUid("u1", "old");
        gateway().sendToUid("u2", "new");
        assertThat(received(client)).containsExactly("new");
    }

    @Test
    void parity19_lastClientOfAUidLeaves_uidIsOfflineAndNotListed() {
        String a = connect();
        String b = connectElsewhere();
        gateway().bindUid(a, "u");
        gateway().bindUid(b, "u");
        assertThat(gateway().clientIdsOfUids(List.of("u", "v")))
                .hasSize(2)
                .containsEntry("v", List.of())
                .hasEntrySatisfying("u", ids -> assertThat(ids).containsExactlyInAnyOrder(a, b));
        disconnect(a);
        assertThat(gateway().isUidOnline("u")).isTrue();
        assertThat(gateway().countUids()).isEqualTo(1);
        disconnect(b);

        assertThat(gateway().isUidOnline("u")).isFalse();
        assertThat(gateway().uids().items()).isEmpty();
        assertThat(gateway().countUids()).isZero();
        assertThat(gateway().onlineUids(List.of("u"))).isEmpty();
    }

    @Test
    void parity20_lastMemberLeaves_groupIsNotListedAndCountsNone() {
        String leaves = connect();
        String goes = connectElsewhere();
        gateway().joinGroup(leaves, "g");
        gateway().joinGroup(goes, "g");
        assertThat(gateway().countClients("g")).isEqualTo(2);
        disconnect(goes);
        assertThat(gateway().groups().items()).containsExactly("g");
        gateway().leaveGroup(leaves, "g");

        assertThat(gateway().countClients("g")).isZero();
        assertThat(gateway().countGroups()).isZero();
        assertThat(gateway().groups().items()).isEmpty();
        assertThat(gateway().clientIdsOfGroup("g").items()).isEmpty();
    }

    @Test
    void parity21_ungroup_emptiesTheGroupAndJoiningWorksAfterwards() {
        String a = connect();
        String b = connectElsewhere();
        gateway().joinGroup(a, "g");
        gateway().joinGroup(b, "g");
        gateway().joinGroup(b, "stays");

        assertThat(answer(gateway().ungroup("g"))).isEqualTo(2);

        assertThat(gateway().countClients("g")).isZero();
        assertThat(gateway().groupsOf(b)).containsExactly("stays");
        assertThat(gateway().groups().items()).containsExactly("stays");
        gateway().sendToGroup("g", "nobody");
        gateway().joinGroup(b, "g");
        gateway().sendToGroup("g", "again");
        assertThat(received(a)).isEmpty();
        assertThat(received(b)).containsExactly("again");
        assertThat(answer(gateway().ungroup("g"))).isEqualTo(1);
        assertThat(answer(gateway().ungroup("g"))).isZero();
    }

    @Test
    void parity22_ownWrites_areVisible1000Of1000Times() {
        String client = connect();
        int seen = 0;
        for (int i = 0; i < TIMES; i++) {
            gateway().bindUid(client, "u" + i);
            boolean bound = gateway().isUidOnline("u" + i);
            gateway().joinGroup(client, "g");
            boolean joined = gateway().countClients("g") == 1;
            gateway().updateSession(client, json("{'n':" + i + "}"));
            boolean updated = gateway().session(client).get("n").getAsInt() == i;
            gateway().leaveGroup(client, "g");
            seen += bound && joined && updated && gateway().countClients("g") == 0 ? 1 : 0;
        }
        assertThat(seen).isEqualTo(TIMES);
    }

    @Test
    void parity23_uidWithTwoClientsInAGroup_countsAndIsListedOnce() {
        String a = connect();
        String b = connectElsewhere();
        String without = connect();
        String outside = connect();
        gateway().bindUid(a, "u");
        gateway().bindUid(b, "u");
        gateway().bindUid(outside, "v");
        for (String member : List.of(a, b, without)) {
            gateway().joinGroup(member, "g");
        }

        assertThat(gateway().countUids("g")).isEqualTo(1);
        assertThat(gateway().uidsOfGroup("g").items()).containsExactly("u");
        assertThat(gateway().countUids()).isEqualTo(2);
        assertThat(gateway().countUids("nobody")).isZero();
    }

    @Test
    void changes_repeated_areUnchangedAndOfWhoIsGoneOffline() {
        String client = connect();
        assertThat(answer(gateway().leaveGroup(client, "g"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(gateway().joinGroup(client, "g"))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().joinGroup(client, "g"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(gateway().leaveGroup(client, "g"))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().leaveGroup(client, "g"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(gateway().unbindUid(client))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(gateway().bindUid(client, "u"))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().bindUid(client, "u"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(gateway().unbindUid(client))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().unbindUid(client))).isEqualTo(Change.UNCHANGED);
        disconnect(client);

        for (String gone : List.of(client, UNKNOWN, "", "no id")) {
            assertThat(answer(gateway().joinGroup(gone, "g"))).isEqualTo(Change.OFFLINE);
            assertThat(answer(gateway().leaveGroup(gone, "g"))).isEqualTo(Change.OFFLINE);
            assertThat(answer(gateway().bindUid(gone, "u"))).isEqualTo(Change.OFFLINE);
            assertThat(answer(gateway().unbindUid(gone))).isEqualTo(Change.OFFLINE);
        }
        assertThat(gateway().countGroups() + gateway().countUids()).isZero();
    }

    @Test
    void queries_ofWhoComesAndGoes_followIt() {
        String a = connect();
        String b = connectElsewhere();
        gateway().joinGroup(a, "g1");
        gateway().joinGroup(a, "g2");
        gateway().joinGroup(b, "g2");
        gateway().bindUid(a, "u");

        assertThat(gateway().isOnline(a)).isTrue();
        assertThat(gateway().countClients()).isEqualTo(2);
        assertThat(gateway().clientIds().items()).containsExactlyInAnyOrder(a, b);
        assertThat(gateway().groupsOf(a)).containsExactlyInAnyOrder("g1", "g2");
        assertThat(gateway().groups().items()).containsExactlyInAnyOrder("g1", "g2");
        assertThat(gateway().countGroups()).isEqualTo(2);
        assertThat(gateway().countClients(List.of("g2", "g1", "g2", "none")))
                .containsExactly(Map.entry("g2", 2L), Map.entry("g1", 1L), Map.entry("none", 0L));
        assertThat(gateway().onlineUids(List.of("u", "v", "u"))).containsExactly("u");
        assertThat(gateway().uidOf(b)).isEmpty();

        disconnect(a);

        assertThat(gateway().isOnline(a)).isFalse();
        assertThat(gateway().countClients()).isEqualTo(1);
        assertThat(gateway().clientIds().items()).containsExactly(b);
        assertThat(gateway().groupsOf(a)).isEmpty();
        assertThat(gateway().groups().items()).containsExactly("g2");
        assertThat(gateway().isUidOnline("u")).isFalse();
        for (String odd : List.of(UNKNOWN, "", "no id", "}:{")) {
            assertThat(gateway().isOnline(odd)).isFalse();
            assertThat(gateway().groupsOf(odd)).isEmpty();
            assertThat(gateway().uidOf(odd)).isEmpty();
            assertThat(gateway().session(odd)).isEqualTo(new JsonObject());
        }
    }

    @Test
    void async_everyQuery_answersLikeTheBlockingOne() {
        String client = connect();
        gateway().joinGroup(client, "g");
        gateway().bindUid(client, "u");
        gateway().setSession(client, json("{'a':1}"));
        var async = gateway().async();
        var session = new ClientSession(client, json("{'a':1}"));

        assertThat(answer(async.isOnline(client))).isTrue();
        assertThat(answer(async.isUidOnline("u"))).isTrue();
        assertThat(answer(async.onlineUids(List.of("u")))).containsExactly("u");
        assertThat(answer(async.countClients())).isEqualTo(1);
        assertThat(answer(async.countClients("g"))).isEqualTo(1);
        assertThat(answer(async.countClients(List.of("g")))).containsExactly(Map.entry("g", 1L));
        assertThat(answer(async.countUids())).isEqualTo(1);
        assertThat(answer(async.countUids("g"))).isEqualTo(1);
        assertThat(answer(async.countGroups())).isEqualTo(1);
        assertThat(answer(async.clientIds(Cursor.START)).items()).containsExactly(client);
        assertThat(answer(async.clientIdsOfGroup("g", Cursor.START)).items()).containsExactly(client);
        assertThat(answer(async.clientIdsOfUid("u"))).containsExactly(client);
        assertThat(answer(async.clientIdsOfUids(List.of("u")))).containsExactly(Map.entry("u", List.of(client)));
        assertThat(answer(async.uids(Cursor.START)).items()).containsExactly("u");
        assertThat(answer(async.uidsOfGroup("g", Cursor.START)).items()).containsExactly("u");
        assertThat(answer(async.groups(Cursor.START)).items()).containsExactly("g");
        assertThat(answer(async.groupsOf(client))).containsExactly("g");
        assertThat(answer(async.uidOf(client))).contains("u");
        assertThat(answer(async.session(client))).isEqualTo(session.session());
        assertThat(answer(async.sessionsOfGroup("g", Cursor.START)).items()).containsExactly(session);
        assertThat(answer(async.sessions(Cursor.START)).items()).containsExactly(session);
    }

    // ---- sessions

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':1}             | {'b':2}                  | {'a':1,'b':2}
            {'a':{'x':1,'y':2}} | {'a':{'y':3,'z':4}}      | {'a':{'x':1,'y':3,'z':4}}
            {'a':{'x':{'p':1}}} | {'a':{'x':{'q':2}}}      | {'a':{'x':{'p':1,'q':2}}}
            {'a':[1,2,3]}       | {'a':[9]}                | {'a':[9]}
            {'a':[{'x':1}]}     | {'a':[{'y':2}]}          | {'a':[{'y':2}]}
            {'a':{'x':1}}       | {'a':5}                  | {'a':5}
            {'a':5}             | {'a':{'x':1}}            | {'a':{'x':1}}
            {'a':1,'b':2}       | {'a':null}               | {'b':2}
            {'a':{'x':1,'y':2}} | {'a':{'x':null}}         | {'a':{'y':2}}
            {'a':1}             | {'b':{'x':null,'y':{}}}  | {'a':1,'b':{'y':{}}}
            {'a':1}             | {}                       | {'a':1}
            {'':1}              | {'k.e:y {🙂}':'\\n'}     | {'':1,'k.e:y {🙂}':'\\n'}
            """)
    void updateSession_mergesObjectsReplacesAllElseAndRemovesByNull(String before, String change, String after) {
        String client = connect();
        assertThat(answer(gateway().setSession(client, json(before)))).isEqualTo(Change.DONE);
        assertThat(answer(gateway().updateSession(client, json(change)))).isEqualTo(Change.DONE);
        assertThat(gateway().session(client)).isEqualTo(json(after));
        assertThat(anotherGateway().session(client)).isEqualTo(json(after));
    }

    @Test
    void setSession_replacesTheWhole() {
        String client = connect();
        assertThat(gateway().session(client)).isEqualTo(new JsonObject());
        gateway().setSession(client, json("{'a':1,'b':{'x':1}}"));
        gateway().setSession(client, json("{'b':{'y':2}}"));
        assertThat(gateway().session(client)).isEqualTo(json("{'b':{'y':2}}"));
    }

    @Test
    void session_givenOrTaken_isACopy() {
        String client = connect();
        JsonObject given = json("{'a':{'x':1}}");
        gateway().setSession(client, given);
        given.getAsJsonObject("a").addProperty("x", 2);
        JsonObject update = json("{'b':[1]}");
        gateway().updateSession(client, update);
        update.getAsJsonArray("b").add(2);
        gateway().session(client).addProperty("c", 3);

        assertThat(gateway().session(client)).isEqualTo(json("{'a':{'x':1},'b':[1]}"));
    }

    @Test
    void session_exactly64KiB_worksAndOneByteMoreIsRefusedWithoutItsContent() {
        String client = connect();
        JsonObject fits = sessionOf(StoredSession.MAX_BYTES);
        assertThat(answer(gateway().setSession(client, fits))).isEqualTo(Change.DONE);
        assertThat(gateway().session(client)).isEqualTo(fits);

        assertTooLarge(() -> gateway().setSession(client, sessionOf(StoredSession.MAX_BYTES + 1)), client);
        assertTooLarge(() -> answer(gateway().updateSession(client, json("{'a':'secret'}"))), client);

        assertThat(gateway().session(client)).as("neither changed it").isEqualTo(fits);
        assertThat(answer(gateway().updateSession(client, json("{'secret':null}"))))
                .isEqualTo(Change.DONE);
        assertThat(gateway().session(client)).isEqualTo(new JsonObject());
    }

    private static void assertTooLarge(Runnable call, String client) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(client)
                .hasMessageContaining("65536")
                .hasMessageNotContaining("secret");
    }

    private static JsonObject sessionOf(int bytes) {
        var session = new JsonObject();
        String start = "{\"secret\":\"é";
        session.addProperty("secret", "é" + "x".repeat(bytes - start.getBytes(StandardCharsets.UTF_8).length - 2));
        assertThat(session.toString().getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
        return session;
    }

    @Test
    void session_ofWhoIsUnknown_isOfflineAndEmpty() {
        for (String odd : List.of(UNKNOWN, "", "no id")) {
            assertThat(answer(gateway().setSession(odd, json("{'a':1}")))).isEqualTo(Change.OFFLINE);
            assertThat(answer(gateway().updateSession(odd, json("{'a':1}")))).isEqualTo(Change.OFFLINE);
            assertThat(gateway().session(odd)).isEqualTo(new JsonObject());
        }
    }

    @Test
    void sessions_ofAllAndOfAGroup_comeWithTheirClients() {
        String a = connect();
        String b = connectElsewhere();
        gateway().setSession(a, json("{'name':'ada'}"));
        gateway().joinGroup(a, "g");

        assertThat(gateway().sessions().items())
                .containsExactlyInAnyOrder(
                        new ClientSession(a, json("{'name':'ada'}")), new ClientSession(b, new JsonObject()));
        assertThat(gateway().sessionsOfGroup("g").items())
                .containsExactly(new ClientSession(a, json("{'name':'ada'}")));
        assertThat(gateway().sessionsOfGroup("none").items()).isEmpty();
    }

    // ---- paging

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 1_300, 20_000})
    void pages_whenNothingChanges_giveEachElementOnce(int count) {
        List<String> clients = connect(count);
        inBursts(clients, client -> gateway().joinGroup(client, "g"));
        // two clients each
        Map<String, String> bound = new LinkedHashMap<>();
        clients.subList(0, count / 2).forEach(client -> bound.put(client, "u" + bound.size() / 2));
        inBursts(List.copyOf(bound.keySet()), client -> gateway().bindUid(client, bound.getOrDefault(client, "")));
        List<String> inOwnGroups = clients.subList(0, Math.min(count, 1_300));
        inBursts(inOwnGroups, client -> gateway().joinGroup(client, "of " + client));
        Set<String> uids = Set.copyOf(bound.values());

        assertWalk(gateway()::clientIds, clients);
        assertWalk(cursor -> gateway().clientIdsOfGroup("g", cursor), clients);
        assertWalk(gateway()::uids, uids);
        assertWalk(cursor -> gateway().uidsOfGroup("g", cursor), uids);
        assertThat(gateway().countUids("g")).isEqualTo(uids.size());
        List<String> groups = new ArrayList<>(count == 0 ? List.of() : List.of("g"));
        inOwnGroups.forEach(client -> groups.add("of " + client));
        assertWalk(gateway()::groups, groups);
        if (count <= 1_300) {
            assertThat(Page.all(gateway()::sessions).map(ClientSession::clientId))
                    .containsExactlyInAnyOrderElementsOf(clients);
            assertThat(Page.all(cursor -> gateway().sessionsOfGroup("g", cursor))
                            .map(ClientSession::clientId))
                    .containsExactlyInAnyOrderElementsOf(clients);
        }
    }

    /** Each element once, and pages not much larger than asked for: a listing of up to 512 may come whole. */
    private static void assertWalk(Function<Cursor, Page<String>> query, Collection<String> expected) {
        List<Page<String>> pages = new ArrayList<>();
        Page<String> page = query.apply(Cursor.START);
        pages.add(page);
        while (page.next().isPresent()) {
            page = query.apply(page.next().get());
            pages.add(page);
        }
        assertThat(pages.stream().flatMap(one -> one.items().stream()).sorted().toList())
                .isEqualTo(expected.stream().sorted().toList());
        assertThat(pages).allSatisfy(one -> assertThat(one.items()).hasSizeLessThanOrEqualTo(2 * Cursor.DEFAULT_LIMIT));
        assertThat(pages).hasSizeGreaterThanOrEqualTo(expected.size() / (2 * Cursor.DEFAULT_LIMIT));
    }

    @Test
    void pages_ofAnotherLimit_respectItAbout() {
        List<String> clients = connect(600);
        inBursts(clients, client -> gateway().joinGroup(client, "g"));
        Function<Cursor, Page<String>> query = cursor -> gateway().clientIdsOfGroup("g", cursor);

        Page<String> first = query.apply(Cursor.start(50));

        assertThat(first.items()).hasSizeBetween(1, 100);
        assertThat(first.next()).get().extracting(Cursor::limit).isEqualTo(50);
        assertThat(gateway().clientIds(Cursor.start(10_000)).items()).hasSizeGreaterThan(500);
        assertThatThrownBy(() -> Cursor.start(0)).hasMessageContaining("is 0");
        assertThatThrownBy(() -> Cursor.start(10_001)).hasMessageContaining("is 10001");
    }

    @Test
    void cursor_handedToAnotherGatewayAsText_goesOnWhereItWas() {
        List<String> clients = new ArrayList<>(connect(700));
        clients.add(connectElsewhere());
        inBursts(clients, client -> gateway().joinGroup(client, "g"));
        inBursts(clients, client -> gateway().bindUid(client, "uid of " + client));

        assertWalkInTwo(clients, Gateway::clientIds);
        assertWalkInTwo(clients, (push, cursor) -> push.clientIdsOfGroup("g", cursor));
        List<String> uids = clients.stream().map(client -> "uid of " + client).toList();
        assertWalkInTwo(uids, Gateway::uids);
        assertWalkInTwo(uids, (push, cursor) -> push.uidsOfGroup("g", cursor));
    }

    private void assertWalkInTwo(List<String> expected, BiFunction<Gateway, Cursor, Page<String>> query) {
        Page<String> first = query.apply(gateway(), Cursor.start(200));
        List<String> seen = new ArrayList<>(first.items());
        String position = first.next().orElseThrow().position();
        while (!position.isEmpty()) {
            Page<String> page = query.apply(anotherGateway(), new Cursor(position, 300));
            seen.addAll(page.items());
            position = page.next().map(Cursor::position).orElse("");
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void pages_whileOthersComeAndGo_missNobodyWhoStays() {
        List<String> stay = connect(1_000);
        List<String> go = connect(1_000);
        inBursts(stay, client -> gateway().joinGroup(client, "g"));
        inBursts(go, client -> gateway().joinGroup(client, "g"));
        List<String> seen = new ArrayList<>();
        int gone = 0;
        Cursor cursor = Cursor.start(100);
        while (cursor != null) {
            Page<String> page = gateway().clientIdsOfGroup("g", cursor);
            seen.addAll(page.items());
            cursor = page.next().orElse(null);
            for (int i = 0; i < 50 && gone < go.size(); i++) {
                gateway().leaveGroup(go.get(gone), "g");
                gone++;
            }
            gateway().joinGroup(connect(), "g");
        }
        assertThat(seen).containsAll(stay);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", " 1", "1 ", "18446744073709551616", "1.2.x", "..", "1.", ".1", "\n", "null"})
    void cursor_bad_isRefusedWithItsValue(String position) {
        connect();
        var cursor = new Cursor(position, 10);
        List<Runnable> queries = List.of(
                () -> gateway().clientIds(cursor),
                () -> gateway().clientIdsOfGroup("g", cursor),
                () -> gateway().uids(cursor),
                () -> gateway().uidsOfGroup("g", cursor),
                () -> gateway().groups(cursor),
                () -> gateway().sessions(cursor),
                () -> gateway().sessionsOfGroup("g", cursor));
        assertThat(queries)
                .allSatisfy(query -> assertThatThrownBy(query::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining('"' + position + '"'));
    }
}

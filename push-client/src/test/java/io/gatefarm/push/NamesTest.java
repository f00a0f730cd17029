package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    private static final String CLIENT = "0000000000000000000";

    @RegisterExtension
    final Farm farm = new Farm();

    private static Map<String, BiConsumer<Gateway, String>> uidMethods() {
        Map<String, BiConsumer<Gateway, String>> methods = new LinkedHashMap<>();
        methods.put("sendToUid", (push, name) -> push.sendToUid(name, "x"));
        methods.put("bindUid", (push, name) -> push.bindUid(CLIENT, name));
        methods.put("isUidOnline", Gateway::isUidOnline);
        methods.put("clientIdsOfUid", Gateway::clientIdsOfUid);
        methods.put("sendToUids", (push, name) -> push.sendToUids(List.of("ok", name), "x"));
        methods.put("closeUid", Gateway::closeUid);
        methods.put("onlineUids", (push, name) -> push.onlineUids(List.of("ok", name)));
        methods.put("clientIdsOfUids", (push, name) -> push.clientIdsOfUids(List.of("ok", name)));
        return methods;
    }

    private static Map<String, BiConsumer<Gateway, String>> groupMethods() {
        Map<String, BiConsumer<Gateway, String>> methods = new LinkedHashMap<>();
        methods.put("sendToGroup", (push, name) -> push.sendToGroup(name, "x"));
        methods.put("joinGroup", (push, name) -> push.joinGroup(CLIENT, name));
        methods.put("leaveGroup", (push, name) -> push.leaveGroup(CLIENT, name));
        methods.put("countClients", Gateway::countClients);
        methods.put("clientIdsOfGroup", Gateway::clientIdsOfGroup);
        methods.put("sessionsOfGroup", Gateway::sessionsOfGroup);
        methods.put("sendToGroups", (push, name) -> push.sendToGroups(List.of("ok", name), "x"));
        methods.put("ungroup", Gateway::ungroup);
        methods.put("countClientsOfGroups", (push, name) -> push.countClients(List.of("ok", name)));
        methods.put("countUids", Gateway::countUids);
        methods.put("uidsOfGroup", Gateway::uidsOfGroup);
        return methods;
    }

    @Test
    void name_refused_isRefusedByEveryMethodWithTheValueShown() {
        String long257 = "n".repeat(257);
        var bad = Map.of(
                "",
                "must not be empty",
                long257,
                "has 257: \"nnnnnnnn",
                "é".repeat(128) + "x",
                "has 257: \"éééééééé",
                "line\nfeed",
                "\"line?feed\" has U+000A at 4",
                "nul\0",
                "\"nul?\" has U+0000 at 3",
                "c1\u0085",
                "has U+0085 at 2",
                "lone\ud83d",
                "has U+D83D at 4");
        var softly = new SoftAssertions();
        bad.forEach((name, shown) -> {
            uidMethods()
                    .forEach((method, call) -> softly.assertThatThrownBy(() -> call.accept(farm.client(), name))
                            .as(method)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith("uid ")
                            .hasMessageContaining(shown));
            groupMethods()
                    .forEach((method, call) -> softly.assertThatThrownBy(() -> call.accept(farm.client(), name))
                            .as(method)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith("group ")
                            .hasMessageContaining(shown));
        });
        softly.assertAll();
    }

    static Stream<String> oddNames() {
        return Stream.of(
                "🙂 emoji 👩‍👩‍👧",
                "{braces}.0}:",
                "a:b:c",
                " space ",
                "\"quote\" \\back\\slash /",
                "gateway",
                "<b>&amp;\u2028",
                "n".repeat(256),
                "é".repeat(128));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void name_odd_worksEndToEnd(String name) {
        Gateway push = farm.client();
        String client = farm.gateway().connect();
        assertThat(answer(push.joinGroup(client, name))).isEqualTo(Change.DONE);
        assertThat(answer(push.bindUid(client, name))).isEqualTo(Change.DONE);
        assertThat(answer(push.sendToGroup(name, "to the group"))).isEqualTo(new Receipt(1));
        assertThat(answer(push.sendToUid(name, "to the uid"))).isEqualTo(new Receipt(1));
        assertThat(push.countClients(name)).isEqualTo(1);
        assertThat(push.clientIdsOfGroup(name).items()).containsExactly(client);
        assertThat(push.clientIdsOfUid(name)).containsExactly(client);
        assertThat(push.isUidOnline(name)).isTrue();
        assertThat(push.uidOf(client)).contains(name);
        assertThat(push.sessionsOfGroup(name).items()).containsExactly(new ClientSession(client, new JsonObject()));
        assertThat(answer(push.leaveGroup(client, name))).isEqualTo(Change.DONE);
        assertThat(answer(push.unbindUid(client))).isEqualTo(Change.DONE);

        assertThat(farm.gateway().awaitFrame(Frame.Unbind.class::isInstance))
                .containsExactly(
                        new Frame.Join(client, name, 1),
                        new Frame.Bind(client, name, 2),
                        new Frame.ToGroups(List.of(name), List.of(), Message.text("to the group")),
                        new Frame.ToUids(List.of(name), List.of(), Message.text("to the uid")),
                        new Frame.Leave(client, name, 3),
                        new Frame.Unbind(client, 4));
        assertThat(push.countClients(name)).isZero();
        assertThat(push.isUidOnline(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "brace}", "colon:", "ünicode"})
    void app_refused_isShown(String app) {
        assertThatThrownBy(() -> GatewayClient.connect("redis://127.0.0.1:1", app))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("app must be")
                .hasMessageContaining('"' + app + '"');
    }
}

package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.key.ClientIds;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiptTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void sendToClient_connectedThenGone_isRoutedThenOffline() {
        String client = farm.gateway().connect();
        assertThat(answer(farm.client().sendToClient(client, "hi"))).isEqualTo(new Receipt(1));
        assertThat(new Receipt(1).status()).isEqualTo(Receipt.Status.ROUTED);

        farm.gateway().disconnect(client);

        assertThat(answer(farm.client().sendToClient(client, "hi"))).isEqualTo(new Receipt(0));
        assertThat(new Receipt(0).status()).isEqualTo(Receipt.Status.OFFLINE);
    }

    @Test
    void receipt_ofUidGroupAndAll_countsTheClients() {
        String a = farm.gateway().connect();
        String b = farm.gateway().connect();
        String c = farm.gateway().connect();
        farm.client().bindUid(a, "u");
        farm.client().bindUid(b, "u");
        farm.client().joinGroup(b, "g");
        farm.client().joinGroup(c, "g");
        farm.client().joinGroup(a, "g");

        assertThat(answer(farm.client().sendToUid("u", "x"))).isEqualTo(new Receipt(2));
        assertThat(answer(farm.client().sendToGroup("g", "x"))).isEqualTo(new Receipt(3));
        assertThat(answer(farm.client().sendToAll("x"))).isEqualTo(new Receipt(3));
        assertThat(answer(farm.client().sendToUid("nobody", "x"))).isEqualTo(new Receipt(0));
        assertThat(answer(farm.client().sendToGroup("nobody", "x"))).isEqualTo(new Receipt(0));
    }

    @Test
    void receipts_ofMergedSends_eachSayTheirOwn() {
        String client = farm.gateway().connect();
        String unknown = new ClientIds(8, new SecureRandom()).next();
        for (int i = 0; i < 100; i++) {
            var here = farm.client().sendToClient(client, "x");
            var nowhere = farm.client().sendToClient(unknown, "x");
            assertThat(answer(here).status()).isEqualTo(Receipt.Status.ROUTED);
            assertThat(answer(nowhere).status()).isEqualTo(Receipt.Status.OFFLINE);
        }
    }

    @Test
    void exclusions_travelInTheFrame() {
        String a = farm.gateway().connect();
        String b = farm.gateway().connect();
        farm.client().joinGroup(a, "g");
        farm.client().bindUid(a, "u");
        farm.client().sendToGroup("g", "x", a, b);
        farm.client().sendToUid("u", "x", b);
        farm.client().sendToAll("x", a);

        Message x = Message.text("x");
        assertThat(farm.gateway().awaitFrame(Frame.ToAll.class::isInstance))
                .endsWith(
                        new Frame.ToGroups(List.of("g"), List.of(a, b), x),
                        new Frame.ToUids(List.of("u"), List.of(b), x),
                        new Frame.ToAll(List.of(a), x));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "}{", "00000000000000000000", "00z0000000000000000", "000000000000000000\n"})
    void clientId_thatCannotBeOne_isOfflineAndMakesNoKey(String text) {
        Gateway push = farm.client();
        assertThat(answer(push.sendToClient(text, "x"))).isEqualTo(new Receipt(0));
        assertThat(answer(push.closeClient(text))).isEqualTo(new Receipt(0));
        assertOffline(text);
    }

    @Test
    void clientId_neverGiven_isOfflineAndMakesNoKey() {
        String unknown = new ClientIds(8, new SecureRandom()).next();
        assertThat(answer(farm.client().sendToClient(unknown, "x"))).isEqualTo(new Receipt(0));
        assertThat(answer(farm.client().closeClient(unknown))).isEqualTo(new Receipt(0));
        assertOffline(unknown);
    }

    private void assertOffline(String clientId) {
        Gateway push = farm.client();
        assertThat(answer(push.joinGroup(clientId, "g"))).isEqualTo(Change.OFFLINE);
        assertThat(answer(push.leaveGroup(clientId, "g"))).isEqualTo(Change.OFFLINE);
        assertThat(answer(push.bindUid(clientId, "u"))).isEqualTo(Change.OFFLINE);
        assertThat(answer(push.unbindUid(clientId))).isEqualTo(Change.OFFLINE);
        var value = new JsonObject();
        value.addProperty("a", 1);
        assertThat(answer(push.updateSession(clientId, value))).isEqualTo(Change.OFFLINE);
        assertThat(answer(push.setSession(clientId, value))).isEqualTo(Change.OFFLINE);
        assertThat(answer(push.sendToClients(List.of(clientId), "x"))).isEqualTo(new Receipt(0));
        assertThat(answer(push.abortClient(clientId))).isEqualTo(new Receipt(0));
        assertThat(push.groupsOf(clientId)).isEmpty();
        assertThat(push.isOnline(clientId)).isFalse();
        assertThat(push.uidOf(clientId)).isEmpty();
        assertThat(push.session(clientId)).isEqualTo(new JsonObject());
        assertThat(push.countClients("g")).isZero();
        assertThat(push.isUidOnline("u")).isFalse();
        assertThat(keysOfTheApp())
                .as("nothing but what the gateway's registration made")
                .containsExactlyInAnyOrder(
                        "cell", "gateways", "gateway:" + farm.gateway().id());
    }

    private List<String> keysOfTheApp() {
        String tag = farm.redis().keys().tag();
        List<?> keys = (List<?>) farm.raw().call("KEYS", tag + "*");
        return keys.stream().map(key -> key.toString().substring(tag.length())).toList();
    }

    @Test
    void changes_repeated_areUnchanged() {
        Gateway push = farm.client();
        String client = farm.gateway().connect();
        assertThat(answer(push.joinGroup(client, "g"))).isEqualTo(Change.DONE);
        assertThat(answer(push.joinGroup(client, "g"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(push.leaveGroup(client, "g"))).isEqualTo(Change.DONE);
        assertThat(answer(push.leaveGroup(client, "g"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(push.bindUid(client, "u"))).isEqualTo(Change.DONE);
        assertThat(answer(push.bindUid(client, "u"))).isEqualTo(Change.UNCHANGED);
        assertThat(answer(push.unbindUid(client))).isEqualTo(Change.DONE);
        assertThat(answer(push.unbindUid(client))).isEqualTo(Change.UNCHANGED);
    }

    @Test
    void closeClient_afterSends_comesLastWithCodeAndReason() {
        String client = farm.gateway().connect();
        farm.client().sendToClient(client, "bye");
        farm.client().closeClient(client, 4200, "enough 🙂");

        assertThat(farm.gateway().awaitFrame(Frame.Close.class::isInstance))
                .containsExactly(
                        new Frame.ToClients(List.of(client), Message.text("bye")),
                        new Frame.Close(client, 4200, "enough 🙂", Optional.empty()));
    }

    @Test
    void closeClient_twice_isHarmless() {
        String client = farm.gateway().connect();
        assertThat(answer(farm.client().closeClient(client))).isEqualTo(new Receipt(1));
        farm.gateway().disconnect(client);
        assertThat(answer(farm.client().closeClient(client))).isEqualTo(new Receipt(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 3000, 3999, 4100, 4101, 4200, 4999})
    void closeCode_forApps_isTaken(int code) {
        String client = farm.gateway().connect();
        assertThat(answer(farm.client().closeClient(client, code, ""))).isEqualTo(new Receipt(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1001, 1006, 2999, 4000, 4199, 5000})
    void closeCode_ofOthers_isRefusedAndShown(int code) {
        String client = farm.gateway().connect();
        assertThatThrownBy(() -> farm.client().closeClient(client, code, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is " + code);
    }

    @Test
    void closeReason_inBytes_isTakenTo123AndRefusedAt124() {
        String client = farm.gateway().connect();
        String fits = "é".repeat(61) + "x";
        assertThat(answer(farm.client().closeClient(client, 1000, fits))).isEqualTo(new Receipt(1));
        assertThatThrownBy(() -> farm.client().closeClient(client, 1000, fits + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("124")
                .hasMessageContaining(fits);
    }

    @Test
    void message_ofTheLimit_isSentAndOneByteMoreRefusedForEveryMethod() {
        String client = farm.gateway().connect();
        Message fits = Message.binary(new byte[GatewayClient.MAX_MESSAGE_BYTES]);
        Message tooLong = Message.binary(new byte[GatewayClient.MAX_MESSAGE_BYTES + 1]);
        var push = farm.client();

        assertThat(answer(push.sendToClient(client, fits))).isEqualTo(new Receipt(1));
        farm.gateway().awaitFrame(new Frame.ToClients(List.of(client), fits)::equals);

        assertTooLong(() -> push.sendToClient(client, tooLong));
        assertTooLong(() -> push.sendVia(farm.gateway().id(), client, tooLong));
        assertTooLong(() -> push.sendToUid("u", tooLong));
        assertTooLong(() -> push.sendToGroup("g", tooLong));
        assertTooLong(() -> push.sendToAll(tooLong));
    }

    private static void assertTooLong(Runnable send) {
        assertThatThrownBy(send::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1048576")
                .hasMessageContaining("1048577");
    }
}

package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two apps on one Redis with the same names for uids and groups: nothing of one reaches the other (parity 17). */
final class TwoAppsTest {
    private static final String UID = "42";
    private static final String GROUP = "room";

    @RegisterExtension
    final Farm chat = new Farm();

    @RegisterExtension
    final Farm shop = new Farm();

    private String chatClient = "";
    private String shopClient = "";

    @BeforeEach
    void connect() {
        chatClient = chat.gateway().connect();
        shopClient = shop.gateway().connect();
        assertThat(answer(chat.client().joinGroup(chatClient, GROUP))).isEqualTo(Change.DONE);
        assertThat(answer(chat.client().bindUid(chatClient, UID))).isEqualTo(Change.DONE);
        assertThat(answer(shop.client().joinGroup(shopClient, GROUP))).isEqualTo(Change.DONE);
        assertThat(answer(shop.client().bindUid(shopClient, UID))).isEqualTo(Change.DONE);
    }

    @Test
    void sends_ofOneApp_reachItsOwnGatewayOnly() {
        Gateway push = chat.client();
        push.sendToAll("all");
        push.sendToGroup(GROUP, "group");
        push.sendToUid(UID, "uid");
        push.sendToClient(chatClient, "client");
        assertThat(chat.gateway().awaitText("client")).containsExactly("all", "group", "uid", "client");

        answer(shop.client().sendToAll("last")); // by then whatever had crossed would have come
        assertThat(shop.gateway().awaitText("last")).containsExactly("last");
        assertThat(chat.gateway().texts()).doesNotContain("last");
    }

    @Test
    void counts_ofOneApp_leaveOutTheOther() {
        chat.gateway().connect();
        assertThat(chat.client().countClients()).isEqualTo(2);
        assertThat(shop.client().countClients()).isEqualTo(1);
        assertThat(chat.client().countClients(GROUP)).isEqualTo(1);
        assertThat(chat.client().clientIdsOfGroup(GROUP).items()).containsExactly(chatClient);
        assertThat(shop.client().clientIdsOfUid(UID)).containsExactly(shopClient);
    }

    @Test
    void clientId_ofTheOtherApp_isOfflineHere() {
        Gateway push = chat.client();
        assertThat(push.isOnline(shopClient)).isFalse();
        assertThat(answer(push.sendToClient(shopClient, "hello")).status()).isEqualTo(Receipt.Status.OFFLINE);
        assertThat(answer(push.closeClient(shopClient)).status()).isEqualTo(Receipt.Status.OFFLINE);
        assertThat(answer(push.joinGroup(shopClient, GROUP))).isEqualTo(Change.OFFLINE);
        assertThat(answer(push.bindUid(shopClient, "43"))).isEqualTo(Change.OFFLINE);
        assertThat(push.uidOf(shopClient)).isEmpty();
        assertThat(shop.client().uidOf(shopClient)).contains(UID);
        assertThat(shop.client().isOnline(shopClient)).isTrue();
    }

    @Test
    void session_ofOneApp_isNotSeenByTheOther() {
        var session = new JsonObject();
        session.addProperty("name", "Anna");
        answer(shop.client().updateSession(shopClient, session));
        assertThat(shop.client().session(shopClient)).isEqualTo(session);
        assertThat(chat.client().session(shopClient)).isEqualTo(new JsonObject());
        assertThat(chat.client().sessionsOfGroup(GROUP).items())
                .extracting(ClientSession::clientId)
                .doesNotContain(shopClient);
    }

    @Test
    void lastOfAGroupAndUid_gone_leavesTheOthersAlone() {
        chat.gateway().disconnect(chatClient);
        assertThat(chat.client().isUidOnline(UID)).isFalse();
        assertThat(chat.client().countClients(GROUP)).isZero();
        assertThat(shop.client().isUidOnline(UID)).isTrue();
        assertThat(shop.client().countClients(GROUP)).isEqualTo(1);
    }
}

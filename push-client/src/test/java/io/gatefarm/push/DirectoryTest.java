package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.redis.testing.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What queries say, above all of the caller's own changes. */
final class DirectoryTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void queries_behindOtherCallsOfTheCaller_seeItsChanges() {
        Gateway push = farm.client();
        String client = farm.gateway().connect();
        for (int i = 0; i < 200; i++) {
            var change = new JsonObject();
            change.addProperty("n", i);
            // keeps a turn under way, so that the next two are in one turn
            push.sendToClient(client, "x");
            push.updateSession(client, change);

            assertThat(push.session(client).get("n").getAsInt()).isEqualTo(i);
        }
    }

    @Test
    void sessionsOfGroup_behindOtherCallsOfTheCaller_seesItsChanges() {
        Gateway push = farm.client();
        String client = farm.gateway().connect();
        push.joinGroup(client, "g");
        for (int i = 0; i < 200; i++) {
            var change = new JsonObject();
            change.addProperty("n", i);
            push.sendToClient(client, "x");
            push.updateSession(client, change);

            assertThat(push.sessionsOfGroup("g").items()).containsExactly(new ClientSession(client, change));
        }
    }

    @Test
    void directory_clientsComeAndGo_followsThem() {
        Gateway push = farm.client();
        String a = farm.gateway().connect();
        String b = farm.gateway().connect();
        answer(push.joinGroup(a, "g"));
        answer(push.joinGroup(b, "g"));
        answer(push.bindUid(a, "u"));
        answer(push.bindUid(b, "u"));

        assertThat(push.countClients()).isEqualTo(2);
        assertThat(push.clientIdsOfGroup("g").items()).containsExactlyInAnyOrder(a, b);
        assertThat(push.clientIdsOfUid("u")).containsExactlyInAnyOrder(a, b);
        assertThat(push.uidOf(a)).contains("u");
        assertThat(push.isOnline(a)).isTrue();

        farm.gateway().disconnect(a);

        assertThat(push.countClients()).isEqualTo(1);
        assertThat(push.clientIdsOfGroup("g").items()).containsExactly(b);
        assertThat(push.clientIdsOfUid("u")).containsExactly(b);
        assertThat(push.isUidOnline("u")).isTrue();
        assertThat(push.isOnline(a)).isFalse();

        farm.gateway().disconnect(b);

        assertThat(push.countClients()).isZero();
        assertThat(push.countClients("g")).isZero();
        assertThat(push.isUidOnline("u")).isFalse();
        assertThat(push.sessionsOfGroup("g").items()).isEmpty();
    }

    @Test
    void sends_uidOnTwoGateways_reachBothOnce() {
        try (var other = new TestGateway(farm.redis())) {
            Gateway push = farm.client();
            push.bindUid(farm.gateway().connect(), "u");
            push.bindUid(farm.gateway().connect(), "u");
            push.bindUid(other.connect(), "u");

            assertThat(answer(push.sendToUid("u", "hi"))).isEqualTo(new Receipt(3));
            assertThat(answer(push.sendToAll("end"))).isEqualTo(new Receipt(3));

            assertThat(farm.gateway().awaitText("end")).containsExactly("hi", "end");
            assertThat(other.awaitText("end")).containsExactly("hi", "end");
        }
    }
}

package io.gatefarm.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.Page;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/push-api.md against a running farm. */
@Timeout(60)
class PushSnippetsTest {
    /** Tells each client its id. */
    private static final class TellId implements Events {
        @Override
        public void onConnect(Client client, Handshake handshake) {
            client.send(client.id());
        }

        @Override
        public void onMessage(Client client, Message message) {}
    }

    @Test
    void sends_andOptions_reachWhomTheySay() throws Exception {
        try (var farm = new OneAppFarm(new TellId());
                var anna = farm.client("/");
                var bob = farm.client("/")) {
            Gateway gateway = farm.gateway();
            String annaId = anna.next();
            String bobId = bob.next();
            for (String id : List.of(annaId, bobId)) {
                gateway.joinGroup(id, "lobby");
                gateway.joinGroup(id, "prices");
            }
            gateway.bindUid(annaId, 42);

            PushSnippets.sends(gateway, annaId, bobId, new byte[] {1});
            PushSnippets.options(gateway, annaId, "9.99");
            gateway.sendToAll("end");

            assertThat(untilEnd(anna))
                    .containsExactly(
                            "hello",
                            "hello, both",
                            "hello on every screen of yours",
                            "hello, two people",
                            "hello, everybody");
            assertThat(untilEnd(bob)).containsExactly("hello, both", "hello, all but one", "hello, everybody", "9.99");
            assertThat(PushSnippets.receipt(gateway, annaId)
                            .toCompletableFuture()
                            .join())
                    .isTrue();
            assertThat(PushSnippets.receipt(gateway, "nobody")
                            .toCompletableFuture()
                            .join())
                    .isFalse();
            assertThat(PushSnippets.outcome(gateway.sendToClient(bobId, "x"))).isEqualTo("ROUTED");
        }
    }

    @Test
    void outcome_redisAway_isUnknown() {
        CompletableFuture<Receipt> sent = CompletableFuture.failedFuture(new RedisUnavailableException("gone", null));

        assertThat(PushSnippets.outcome(sent)).startsWith("unknown");
        assertThat(PushSnippets.outcome(sent.thenApply(receipt -> receipt))).startsWith("unknown");
    }

    private static List<String> untilEnd(TextClient client) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        for (String text = client.next(); !text.equals("end"); text = client.next()) {
            texts.add(text);
        }
        return texts;
    }

    @Test
    void changesAndQueries_ofOneGateway_seeEachOther() throws Exception {
        try (var farm = new OneAppFarm(new TellId());
                var anna = farm.client("/")) {
            Gateway gateway = farm.gateway();
            String id = anna.next();
            var session = new JsonObject();
            session.addProperty("name", "Anna");
            session.addProperty("coupon", "X1");
            gateway.setSession(id, session);

            assertThat(PushSnippets.session(gateway, id)).hasToString("{\"name\":\"Anna\",\"page\":\"/cart\"}");
            assertThat(PushSnippets.bound(gateway, id).toCompletableFuture().join())
                    .isEqualTo("bound");
            gateway.joinGroup(id, "lobby");
            assertThat(PushSnippets.queries(gateway, List.of("41", "42")))
                    .isEqualTo("1 clients, 1 in the lobby, {lobby=1, news=0}, online: [42]");
            assertThat(PushSnippets.withoutBlocking(gateway)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo("1 clients, 1 users");
            assertThat(PushSnippets.walk(gateway)).isEqualTo(1);
            Page<String> screen = PushSnippets.oneScreen(gateway, "");
            assertThat(screen.items()).containsExactly(id);
            assertThat(screen.next()).isEmpty();
            PushSnippets.groups(gateway, id);
            assertThat(anna.next()).isEqualTo("42 is here");
            assertThat(gateway.isUidOnline(42)).isFalse();
            assertThat(gateway.countGroups()).isZero();
        }
    }

    @Test
    void closes_ofEachKind_endTheConnections() throws Exception {
        try (var farm = new OneAppFarm(new TellId());
                var anna = farm.client("/");
                var bob = farm.client("/");
                var carl = farm.client("/")) {
            String annaId = anna.next();

            PushSnippets.closes(farm.gateway(), annaId, bob.next(), carl.next());

            assertThat(anna.next()).isEqualTo("you have logged in elsewhere");
            assertThat(bob.next()).isEqualTo("read the rules");
            assertThat(bob.closeCode()).isEqualTo(4100);
            assertThat(carl.closeCode()).isEqualTo(1006);
            await().until(() -> farm.gateway().countClients() == 0);
        }
    }
}

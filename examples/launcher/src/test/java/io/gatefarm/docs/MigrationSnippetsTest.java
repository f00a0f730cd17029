package io.gatefarm.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.docs.MigrationSnippets.ClockEvents;
import io.gatefarm.docs.MigrationSnippets.Pushes;
import io.gatefarm.docs.MigrationSnippets.TokenEvents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/migrating-from-gatewayworker.md against a running farm. */
@Timeout(60)
class MigrationSnippetsTest {
    @Test
    void portedChat_twoMembers_speakTheClassicProtocol() throws Exception {
        try (var farm = new OneAppFarm(new PortedChat());
                var anna = farm.client("/");
                var bob = farm.client("/")) {
            anna.send("{\"type\":\"login\",\"client_name\":\"Anna\",\"room_id\":1}");
            String annaId = json(anna.next()).get("client_id").getAsString();
            bob.send("{\"type\":\"login\",\"client_name\":\"<Bob>\",\"room_id\":1}");
            JsonObject toBob = json(bob.next());
            JsonObject toAnna = json(anna.next());
            String bobId = toBob.get("client_id").getAsString();
            assertThat(toBob.getAsJsonObject("client_list").keySet()).containsExactlyInAnyOrder(annaId, bobId);
            assertThat(toAnna.get("client_name").getAsString()).isEqualTo("&lt;Bob&gt;");
            assertThat(toAnna.has("client_list")).isFalse();

            bob.send("{\"type\":\"say\",\"to_client_id\":\"all\",\"content\":\"hi\\nall\"}");
            assertThat(json(anna.next()).get("content").getAsString()).isEqualTo("hi<br />all");
            bob.next();
            bob.send("{\"type\":\"say\",\"to_client_id\":\"" + annaId
                    + "\",\"to_client_name\":\"Anna\",\"content\":\"psst\"}");
            assertThat(json(anna.next()).get("content").getAsString()).isEqualTo("<b>对你说: </b>psst");
            assertThat(json(bob.next()).get("content").getAsString()).isEqualTo("<b>你对Anna说: </b>psst");

            bob.abort();
            JsonObject logout = json(anna.next());
            assertThat(logout.get("type").getAsString()).isEqualTo("logout");
            assertThat(logout.get("from_client_id").getAsString()).isEqualTo(bobId);
        }
    }

    @Test
    void tokenEvents_tokenOfTheQuery_decidesWhoComesIn() throws Exception {
        try (var farm = new OneAppFarm(new TokenEvents());
                var stranger = farm.client("/chat?token=guess");
                var anna = farm.client("/chat?lang=en&token=secret-42")) {
            anna.send("who am I?");

            assertThat(stranger.closeCode()).isEqualTo(4401);
            assertThat(anna.next()).isEqualTo("42@127.0.0.1");
            assertThat(farm.gateway().isUidOnline(42)).isTrue();
        }
    }

    @Test
    void clockEvents_startedWorker_sendsTicks() throws Exception {
        try (var farm = new OneAppFarm(new ClockEvents());
                var anna = farm.client("/")) {
            assertThat(anna.next()).isEqualTo("tick");
            assertThat(anna.next()).isEqualTo("tick");
        }
    }

    @Test
    void pushes_afterBind_reachUserRoomAndEverybody() throws Exception {
        try (var farm = new OneAppFarm((client, message) -> {});
                var anna = farm.client("/")) {
            var pushes = new Pushes(farm.gateway());
            await().until(() -> farm.gateway().countClients() == 1);
            String clientId = farm.gateway().clientIds().items().get(0);

            assertThat(pushes.bind("0000000000000000000", 42, List.of("news"))).isFalse();
            assertThat(pushes.bind(clientId, 42, List.of("news", "sport"))).isTrue();
            pushes.orderShipped(42, "A-7");
            pushes.notice("news", "rain");
            pushes.toEverybody("hello");

            assertThat(json(anna.next()).get("order").getAsString()).isEqualTo("A-7");
            assertThat(anna.next()).isEqualTo("rain");
            assertThat(anna.next()).isEqualTo("hello");
            assertThat(MigrationSnippets.clientsOfEachGroup(farm.gateway()))
                    .containsEntry("news", 1L)
                    .containsEntry("sport", 1L)
                    .hasSize(2);
        }
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}

package io.gatefarm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.examples.chat.ChatEvents;
import io.gatefarm.gateway.config.PingConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Behaviour 38: the protocol of the classic chat. Nobody is waited for in vain: what a client must not get would come before the
 * message that it gets next.
 */
@Timeout(60)
class ChatParityTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";

    private static JsonObject next(WebClient client) throws InterruptedException {
        return JsonParser.parseString((String) client.next()).getAsJsonObject();
    }

    private static void login(WebClient client, String name, String room) {
        client.send("{\"type\":\"login\",\"client_name\":\"" + name + "\",\"room_id\":\"" + room + "\"}");
    }

    private static void say(WebClient client, String to, String toName, String content) {
        client.send("{\"type\":\"say\",\"to_client_id\":\"" + to + "\",\"to_client_name\":\"" + toName
                + "\",\"content\":\"" + content + "\"}");
    }

    private static String text(JsonObject message, String field) {
        return message.get(field).getAsString();
    }

    @Test
    void parity38_classicChat_loginSayPrivateSayAndLogout() throws Exception {
        try (var farm = ParityFarm.start(2, new ChatEvents());
                var anna = farm.connect(0, "/");
                var bob = farm.connect(1, "/");
                var carl = farm.connect(0, "/");
                var zoe = farm.connect(1, "/")) {
            say(anna, "all", "all", "too early"); // nobody has logged in: ignored

            login(anna, "Anna <b>", "1");
            JsonObject annaIn = next(anna);
            assertThat(text(annaIn, "type")).isEqualTo("login");
            assertThat(text(annaIn, "client_name")).isEqualTo("Anna &lt;b&gt;");
            assertThat(text(annaIn, "time")).matches(TIME);
            String annaId = text(annaIn, "client_id");
            var list = new JsonObject();
            list.addProperty(annaId, "Anna &lt;b&gt;");
            assertThat(annaIn.getAsJsonObject("client_list")).isEqualTo(list);
            assertThat(farm.push().groups().items()).containsExactly("room:1"); // made by the login

            login(bob, "Bob", "1");
            JsonObject bobIn = next(bob);
            String bobId = text(bobIn, "client_id");
            list.addProperty(bobId, "Bob");
            assertThat(bobIn.getAsJsonObject("client_list")).isEqualTo(list);
            JsonObject toAnna = next(anna);
            assertThat(toAnna.keySet()).containsExactlyInAnyOrder("type", "client_id", "client_name", "time");
            assertThat(text(toAnna, "type")).isEqualTo("login");
            assertThat(text(toAnna, "client_id")).isEqualTo(bobId);

            login(carl, "Carl", "1");
            assertThat(text(next(carl), "type")).isEqualTo("login");
            assertThat(text(next(anna), "client_name")).isEqualTo("Carl");
            assertThat(text(next(bob), "client_name")).isEqualTo("Carl");
            login(zoe, "Zoe", "2");
            JsonObject zoeIn = next(zoe);
            assertThat(zoeIn.getAsJsonObject("client_list").size()).isEqualTo(1);

            say(anna, bobId, "Bob & Co", "<i>psst\\n1");
            JsonObject toBob = next(bob);
            assertThat(text(toBob, "type")).isEqualTo("say");
            assertThat(text(toBob, "from_client_id")).isEqualTo(annaId);
            assertThat(text(toBob, "from_client_name")).isEqualTo("Anna &lt;b&gt;");
            assertThat(text(toBob, "to_client_id")).isEqualTo(bobId);
            assertThat(text(toBob, "content")).isEqualTo("<b>对你说: </b>&lt;i&gt;psst<br />1");
            assertThat(text(toBob, "time")).matches(TIME);
            assertThat(text(next(anna), "content")).isEqualTo("<b>你对Bob &amp; Co说: </b>&lt;i&gt;psst<br />1");

            anna.send("{\"type\":\"pong\"}"); // answered by nothing
            say(anna, "all", "all", "hello \\\"all\\\"\\nsecond line");
            for (WebClient member : new WebClient[] {anna, bob, carl}) { // for Carl the first since the logins
                JsonObject said = next(member);
                assertThat(text(said, "type")).isEqualTo("say");
                assertThat(text(said, "from_client_id")).isEqualTo(annaId);
                assertThat(text(said, "to_client_id")).isEqualTo("all");
                assertThat(text(said, "content")).isEqualTo("hello &quot;all&quot;<br />second line");
            }

            bob.leave();
            for (WebClient member : new WebClient[] {anna, carl}) {
                JsonObject logout = next(member);
                assertThat(text(logout, "type")).isEqualTo("logout");
                assertThat(text(logout, "from_client_id")).isEqualTo(bobId);
                assertThat(text(logout, "from_client_name")).isEqualTo("Bob");
                assertThat(text(logout, "time")).matches(TIME);
            }
            say(zoe, "all", "all", "alone");
            assertThat(text(next(zoe), "content")).isEqualTo("alone"); // nothing of the other room came before
        }
    }

    @Test
    void parity38_serverPing_keepsWhoAnswersPong() throws Exception {
        var ping = new PingConfig(Duration.ofMillis(200), "{\"type\":\"ping\"}", 1, Duration.ZERO);
        try (var farm = ParityFarm.start(1, ParityFarm.ping(ping), new ChatEvents());
                var client = farm.connect(0, "/")) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.next()).isEqualTo("{\"type\":\"ping\"}");
                client.send("{\"type\":\"pong\"}");
            }
            assertThat(client.closeCode()).isEqualTo(4003); // when the answers stop
        }
    }
}

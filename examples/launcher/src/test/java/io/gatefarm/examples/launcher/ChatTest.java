package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The chat's protocol, end to end: WebSocket clients on two gateways, two workers, a real Redis. */
@Timeout(60)
class ChatTest {
    private static final Duration QUIET = Duration.ofMillis(300);
    private static ChatFarm farm;
    private static int port;
    private static int otherPort;

    @BeforeAll
    static void start() {
        String redis = System.getenv("GATEFARM_TEST_REDIS");
        String app = "chat-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        farm = ChatFarm.start(new FarmPlan(2, 2, 0, 0, app, redis == null ? "" : redis));
        port = farm.gateways().get(0).port();
        otherPort = farm.gateways().get(1).port();
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    @Test
    void login_newcomer_getsOneLoginWithTheListAndOthersOneWithout() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(otherPort)) {
            String annaId = anna.login("Anna", "login");
            bob.send("{\"type\":\"login\",\"client_name\":\"Bob\",\"room_id\":\"login\"}");

            JsonObject toBob = bob.next();
            JsonObject toAnna = anna.next();

            assertThat(toBob.get("type").getAsString()).isEqualTo("login");
            String bobId = toBob.get("client_id").getAsString();
            assertThat(toBob.getAsJsonObject("client_list").get(annaId).getAsString())
                    .isEqualTo("Anna");
            assertThat(toBob.getAsJsonObject("client_list").get(bobId).getAsString())
                    .isEqualTo("Bob");
            assertThat(toBob.get("time").getAsString()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            assertThat(toAnna.get("type").getAsString()).isEqualTo("login");
            assertThat(toAnna.get("client_id").getAsString()).isEqualTo(bobId);
            assertThat(toAnna.has("client_list")).isFalse();
            assertThat(bob.isQuiet(QUIET)).isTrue();
            assertThat(anna.isQuiet(QUIET)).isTrue();
        }
    }

    @Test
    void say_toAll_reachesTheRoomEscapedAndNobodyElse() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(otherPort);
                var stranger = ChatClient.connect(port)) {
            String annaId = anna.login("Anna <b>", "say");
            bob.login("Bob", "say");
            stranger.login("Zoe", "other");

            anna.say("all", "all", "<script>alert('x')</script>\nsecond \"line\" & more 你好 🙂");

            for (ChatClient receiver : new ChatClient[] {anna, bob}) {
                JsonObject say = receiver.next("say");
                assertThat(say.get("from_client_id").getAsString()).isEqualTo(annaId);
                assertThat(say.get("from_client_name").getAsString()).isEqualTo("Anna &lt;b&gt;");
                assertThat(say.get("to_client_id").getAsString()).isEqualTo("all");
                assertThat(say.get("content").getAsString())
                        .isEqualTo("&lt;script&gt;alert(&#039;x&#039;)&lt;/script&gt;<br />"
                                + "second &quot;line&quot; &amp; more 你好 🙂");
            }
            assertThat(stranger.isQuiet(QUIET)).isTrue();
        }
    }

    @Test
    void say_private_reachesTargetAndSenderOnly() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(otherPort);
                var carl = ChatClient.connect(port)) {
            anna.login("Anna", "private");
            String bobId = bob.login("Bob", "private");
            carl.login("Carl", "private");
            bob.next("login");

            anna.say(bobId, "Bob", "psst");

            assertThat(bob.next("say").get("content").getAsString()).isEqualTo("<b>对你说: </b>psst");
            assertThat(anna.next("say").get("content").getAsString()).isEqualTo("<b>你对Bob说: </b>psst");
            assertThat(carl.isQuiet(QUIET)).isTrue();
        }
    }

    @Test
    void close_ofAMember_tellsTheRoom() throws InterruptedException {
        try (var anna = ChatClient.connect(port)) {
            anna.login("Anna", "logout");
            var bob = ChatClient.connect(otherPort);
            String bobId = bob.login("Bob", "logout");
            bob.abort();

            JsonObject logout = anna.next("logout");
            assertThat(logout.get("from_client_id").getAsString()).isEqualTo(bobId);
            assertThat(logout.get("from_client_name").getAsString()).isEqualTo("Bob");
        }
    }

    @Test
    void login_again_leavesTheOldRoom() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(port)) {
            anna.login("Anna", "old");
            bob.login("Bob", "old");
            bob.login("Bob", "new");

            anna.next("login");
            assertThat(anna.next().get("type").getAsString()).isEqualTo("logout");
            anna.say("all", "all", "anybody here?");
            anna.next("say");
            assertThat(bob.isQuiet(QUIET)).isTrue();
        }
    }

    @Test
    void forward_toAMemberOfTheRoom_arrivesUnchanged() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var bob = ChatClient.connect(otherPort)) {
            String annaId = anna.login("Anna", "forward");
            String bobId = bob.login("Bob", "forward");

            anna.send("{\"type\":\"forward\",\"to\":\"" + bobId + "\",\"data\":{\"x\":[1,\"<b>\",null],\"n\":1.50}}");

            JsonObject forwarded = bob.next("forward");
            assertThat(forwarded.get("from").getAsString()).isEqualTo(annaId);
            assertThat(forwarded.get("data").toString()).isEqualTo("{\"x\":[1,\"<b>\",null],\"n\":1.50}");
        }
    }

    @Test
    void forward_notAllowed_isRefusedWithAnError() throws InterruptedException {
        try (var anna = ChatClient.connect(port);
                var elsewhere = ChatClient.connect(otherPort)) {
            anna.send("{\"type\":\"forward\",\"to\":\"x\",\"data\":1}");
            assertThat(anna.next("error").get("code").getAsString()).isEqualTo("not_logged_in");

            anna.login("Anna", "refuse");
            String id = elsewhere.login("Bob", "another room");
            anna.send("{\"type\":\"forward\",\"to\":\"" + id + "\",\"data\":1}");
            assertThat(anna.next("error").get("code").getAsString()).isEqualTo("bad_target");
            anna.send("{\"type\":\"forward\",\"to\":\"nobody\",\"data\":1}");
            assertThat(anna.next("error").get("code").getAsString()).isEqualTo("bad_target");
            anna.send("{\"type\":\"forward\",\"to\":\"" + id + "\"}");
            assertThat(anna.next("error").get("code").getAsString()).isEqualTo("missing_field");
            assertThat(elsewhere.isQuiet(QUIET)).isTrue();
        }
    }

    @Test
    void joinGroup_byTheClient_isConfirmedAndReachedByAPush() throws InterruptedException {
        try (var anna = ChatClient.connect(port)) {
            anna.send("{\"type\":\"join_group\",\"group\":\"news\"}");
            assertThat(anna.next("join_group").get("group").getAsString()).isEqualTo("news");

            farm.workers().get(0).gateway().sendToGroup("tag:news", "{\"type\":\"news\"}");
            assertThat(anna.next().get("type").getAsString()).isEqualTo("news");
        }
    }

    @Test
    void badInput_ofOneClient_isAnsweredAndTroublesNobody() throws InterruptedException {
        try (var bad = ChatClient.connect(port);
                var good = ChatClient.connect(port)) {
            good.login("Good", "bad input");
            String[][] cases = {
                {"this is no JSON", "bad_json"},
                {"[1,2]", "bad_json"},
                {"{\"type\":\"dance\"}", "unknown_type"},
                {"{}", "missing_field"},
                {"{\"type\":\"login\",\"client_name\":\"x\"}", "missing_field"},
                {"{\"type\":\"login\",\"client_name\":\"x\",\"room_id\":\"\"}", "bad_field"},
                {"{\"type\":\"login\",\"client_name\":\"x\",\"room_id\":{}}", "bad_field"},
                {"{\"type\":\"login\",\"client_name\":\"\",\"room_id\":\"1\"}", "bad_field"},
                {"{\"type\":\"join_group\",\"group\":\"" + "g".repeat(33) + "\"}", "bad_field"},
            };
            for (String[] one : cases) {
                bad.send(one[0]);
                assertThat(bad.next("error").get("code").getAsString())
                        .as(one[0])
                        .isEqualTo(one[1]);
            }
            bad.send("{\"type\":\"say\",\"to_client_id\":\"all\",\"to_client_name\":\"all\",\"content\":\"early\"}");
            bad.send("{\"type\":\"pong\"}");
            assertThat(bad.isQuiet(QUIET)).isTrue();

            good.say("all", "all", "still here");
            assertThat(good.next("say").get("content").getAsString()).isEqualTo("still here");
        }
    }

    @Test
    void oversizedMessage_closesOnlyItsClient() throws InterruptedException {
        try (var bad = ChatClient.connect(port);
                var good = ChatClient.connect(port)) {
            good.login("Good", "oversized");
            bad.send("x".repeat(70_000));

            assertThat(bad.closeCode()).isEqualTo(1009);
            good.say("all", "all", "still here");
            assertThat(good.next("say").get("content").getAsString()).isEqualTo("still here");
        }
    }
}

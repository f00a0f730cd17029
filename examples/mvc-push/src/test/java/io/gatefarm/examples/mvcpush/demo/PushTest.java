package io.gatefarm.examples.mvcpush.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.examples.mvcpush.PushOnceRun;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the controllers' pushes and the shell's reach. One Gateway keeps their order, so what comes next tells what did not come. */
@Timeout(60)
class PushTest {
    @RegisterExtension
    static final DemoFarm FARM = new DemoFarm();

    private Visitor anna;
    private Visitor bob;
    private OpenPage annasPage;
    private OpenPage annasTab;
    private OpenPage bobsPage;

    @BeforeEach
    void open() throws Exception {
        anna = Visitor.loggedIn(FARM.demo(), "anna", "red");
        bob = Visitor.loggedIn(FARM.demo(), "bob", "blue");
        annasPage = anna.open();
        annasTab = anna.open();
        bobsPage = bob.open();
    }

    @AfterEach
    void close() throws Exception {
        anna.logout();
        bob.logout();
        anna.close();
        bob.close();
    }

    @Test
    void push_toUser_reachesEveryPageOfThatUserOnly() throws Exception {
        assertThat(receipt(bob, "/push/user", "{\"to\":\"anna\",\"text\":\"for anna\"}"))
                .isEqualTo("ROUTED 2");
        sendAfterwards();

        assertThat(annasPage.nextText()).isEqualTo("for anna");
        assertThat(annasTab.nextText()).isEqualTo("for anna");
        assertThat(bobsPage.nextText()).isEqualTo("afterwards");
    }

    @Test
    void push_toTeam_reachesItsMembersOnly() throws Exception {
        assertThat(receipt(anna, "/push/team", "{\"to\":\"blue\",\"text\":\"for blue\"}"))
                .isEqualTo("ROUTED 1");
        sendAfterwards();

        assertThat(bobsPage.nextText()).isEqualTo("for blue");
        assertThat(annasPage.nextText()).isEqualTo("afterwards");
        assertThat(annasTab.nextText()).isEqualTo("afterwards");
    }

    @Test
    void push_toAll_reachesEveryone() throws Exception {
        sendAfterwards();

        assertThat(annasPage.nextText()).isEqualTo("afterwards");
        assertThat(annasTab.nextText()).isEqualTo("afterwards");
        assertThat(bobsPage.nextText()).isEqualTo("afterwards");
    }

    @Test
    void push_isTheDocumentedObject() throws Exception {
        receipt(anna, "/push/user", "{\"to\":\"bob\",\"text\":\"  <b>\\\"hi\\\"</b> 👋  \"}");

        JsonObject push = bobsPage.next();
        assertThat(push.keySet()).containsExactly("type", "to", "from", "text", "time");
        assertThat(push.get("type").getAsString()).isEqualTo("push");
        assertThat(push.get("to").getAsString()).isEqualTo("user");
        assertThat(push.get("from").getAsString()).isEqualTo("anna");
        assertThat(push.get("text").getAsString()).isEqualTo("<b>\"hi\"</b> 👋");
        assertThat(push.get("time").getAsString()).endsWith("Z");
    }

    @Test
    void push_toNobody_saysOffline() throws Exception {
        assertThat(receipt(anna, "/push/user", "{\"to\":\"nobody\",\"text\":\"x\"}"))
                .isEqualTo("OFFLINE 0");
    }

    @ParameterizedTest
    @CsvSource({
        "/push/user, '{\"text\":\"x\"}', to is missing",
        "/push/user, '{\"to\":\"bob\"}', text is missing",
        "/push/all, '{\"text\":\"  \"}', text is missing",
        "/push/team, '{\"to\":\"green\",\"text\":\"x\"}', green",
    })
    void push_badRequest_saysWhatIsWrong(String path, String body, String problem) throws Exception {
        HttpResponse<String> answer = anna.post(path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(problem);
    }

    @Test
    void push_textTooLong_isRefused() throws Exception {
        HttpResponse<String> answer = anna.post("/push/all", "{\"text\":\"" + "x".repeat(501) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("501");
    }

    @Test
    void pushOnce_toUserTeamAndAll_reachesThem() throws Exception {
        assertThat(pushOnce("--to-user", "bob", "from cron").output()).isEqualTo("ROUTED clients=1\n");
        assertThat(pushOnce("--to-team", "red", "for red").output()).isEqualTo("ROUTED clients=2\n");
        assertThat(pushOnce("--to-all", "--from", "the backup", "done").exitCode())
                .isZero();

        assertThat(bobsPage.nextText()).isEqualTo("from cron");
        JsonObject all = bobsPage.next();
        assertThat(all.get("text").getAsString()).isEqualTo("done");
        assertThat(all.get("from").getAsString()).isEqualTo("the backup");
        assertThat(annasPage.nextText()).isEqualTo("for red");
        assertThat(annasPage.nextText()).isEqualTo("done");
    }

    @Test
    void pushOnce_nobodyThere_isNoError() {
        PushOnceRun run = pushOnce("--to-user", "nobody", "x");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).isEqualTo("OFFLINE clients=0\n");
    }

    @ParameterizedTest
    @CsvSource({"'',text", "--to-user=bob --to-all,text", "--to-team=green,text", "--to-all,''"})
    void pushOnce_badOptions_endsWith2(String options, String text) {
        String[] all = (options + " ").split(" ", -1);
        all[all.length - 1] = text;

        assertThat(pushOnce(all).exitCode()).isEqualTo(2);
    }

    @Test
    void pushOnce_redisNotThere_endsWith1AndShowsNoPassword() throws IOException {
        int port;
        try (var closedSoon = new ServerSocket(0)) {
            port = closedSoon.getLocalPort();
        }
        PushOnceRun run = PushOnceRun.with("redis://:secret@127.0.0.1:" + port, DemoFarm.APP, "--to-all", "x");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("127.0.0.1:" + port).doesNotContain("secret");
    }

    private static PushOnceRun pushOnce(String... options) {
        return PushOnceRun.with(FARM.demo().redisUri(), DemoFarm.APP, options);
    }

    /** To everyone, after whatever was pushed before. */
    private void sendAfterwards() throws Exception {
        assertThat(receipt(anna, "/push/all", "{\"text\":\"afterwards\"}")).startsWith("ROUTED");
    }

    private static String receipt(Visitor visitor, String path, String body) throws Exception {
        HttpResponse<String> answer = visitor.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject receipt = JsonParser.parseString(answer.body()).getAsJsonObject();
        return receipt.get("status").getAsString() + " " + receipt.get("clients");
    }
}

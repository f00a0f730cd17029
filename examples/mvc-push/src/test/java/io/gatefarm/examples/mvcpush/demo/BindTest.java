package io.gatefarm.examples.mvcpush.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.examples.mvcpush.PushOnceRun;
import io.gatefarm.push.Gateway;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection becomes a user's, how it stops being one, and what is refused. */
@Timeout(60)
class BindTest {
    @RegisterExtension
    static final DemoFarm FARM = new DemoFarm();

    private Demo demo;
    private Gateway gateway;

    @BeforeEach
    void start() {
        demo = FARM.demo();
        gateway = demo.gatewayBean();
    }

    @Test
    void page_withoutLogin_leadsToTheLogin() throws Exception {
        try (var nobody = new Visitor(demo)) {
            assertThat(nobody.get("/").uri()).hasPath("/login");
            assertThat(nobody.get("/me").statusCode()).isEqualTo(401);
            assertThat(nobody.post("/bind", "{\"client_id\":\"x\"}").statusCode())
                    .isEqualTo(401);
            assertThat(nobody.post("/push/all", "{\"text\":\"x\"}").statusCode())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"'',red", "'  ',red", "Anna,green", "123456789012345678901234567890123,blue"})
    void login_badNameOrTeam_isRefused(String name, String team) throws Exception {
        try (var visitor = new Visitor(demo)) {
            assertThat(visitor.login(name, team)).hasPath("/login").hasQuery("refused");
            assertThat(visitor.get("/me").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void bind_ownClient_isTheUsersAndInItsTeam() throws Exception {
        try (var anna = Visitor.loggedIn(demo, "Anna B", "red")) {
            OpenPage page = anna.connect();
            assertThat(page.init().get("type").getAsString()).isEqualTo("init");
            assertThat(gateway.uidOf(page.clientId())).isEmpty();

            HttpResponse<String> answer = anna.bind(page);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(gateway.uidOf(page.clientId())).contains("Anna B");
            assertThat(gateway.groupsOf(page.clientId())).containsExactly("team:red");
            assertThat(anna.bind(page).statusCode()).as("again").isEqualTo(200);
        }
    }

    @Test
    void bind_anothersClient_isForbiddenAndItStays() throws Exception {
        try (var carl = Visitor.loggedIn(demo, "Carl", "red");
                var dora = Visitor.loggedIn(demo, "Dora", "blue")) {
            OpenPage page = carl.open();

            assertThat(dora.bind(page).statusCode()).isEqualTo(403);

            assertThat(gateway.uidOf(page.clientId())).contains("Carl");
            assertThat(gateway.groupsOf(page.clientId())).containsExactly("team:red");
        }
    }

    @ParameterizedTest
    @CsvSource({"'{\"client_id\":\"nobody\"}',404", "'{\"client_id\":\"\"}',404", "{},400", "no json,400"})
    void bind_whatIsNoClient_isRefused(String body, int status) throws Exception {
        try (var eve = Visitor.loggedIn(demo, "Eve", "red")) {
            assertThat(eve.post("/bind", body).statusCode()).isEqualTo(status);
        }
    }

    /** With the user's cookie: another site, the gateway's port on the same host, a page without an origin. */
    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://localhost:1", "null"})
    void post_fromAnotherOrigin_isForbidden(String origin) throws Exception {
        try (var frank = Visitor.loggedIn(demo, "Frank", "red")) {
            OpenPage page = frank.connect();
            String body = "{\"client_id\":\"" + page.clientId() + "\"}";

            assertThat(frank.postFrom(origin, "/bind", body).statusCode()).isEqualTo(403);
            assertThat(frank.postFrom(origin, "/push/all", "{\"text\":\"x\"}").statusCode())
                    .isEqualTo(403);
            assertThat(frank.postFrom(origin, "/logout", "").statusCode()).isEqualTo(403);

            assertThat(gateway.uidOf(page.clientId())).isEmpty();
            assertThat(frank.me().get("user").getAsString()).isEqualTo("Frank");
        }
    }

    @Test
    void logout_letsTheSessionsClientsGo() throws Exception {
        try (var first = Visitor.loggedIn(demo, "Gina", "blue");
                var second = Visitor.loggedIn(demo, "Gina", "blue")) {
            OpenPage page = first.open();
            OpenPage tab = first.open();
            OpenPage elsewhere = second.open();

            assertThat(first.logout()).hasPath("/login");

            assertThat(page.closeCode()).isEqualTo(4200);
            assertThat(tab.closeCode()).isEqualTo(4200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !gateway.isOnline(page.clientId()) && !gateway.isOnline(tab.clientId()));
            assertThat(gateway.uidOf(page.clientId())).isEmpty();
            assertThat(PushOnceRun.with(demo.redisUri(), DemoFarm.APP, "--to-user", "Gina", "still here")
                            .output())
                    .contains("ROUTED clients=1");
            assertThat(elsewhere.nextText()).isEqualTo("still here");
        }
    }

    @Test
    void login_asSomebodyElse_endsTheSessionBefore() throws Exception {
        try (var visitor = Visitor.loggedIn(demo, "Hugo", "red")) {
            OpenPage page = visitor.open();

            visitor.login("Ines", "blue");

            assertThat(page.closeCode()).isEqualTo(4200);
            assertThat(visitor.me().get("user").getAsString()).isEqualTo("Ines");
        }
    }
}

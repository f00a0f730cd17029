package io.gatefarm.examples.mvcpush.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.examples.mvcpush.PushOnceRun;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real browser. Skipped where Chromium or its driver is missing. */
@Timeout(120)
class PushPageTest {
    @RegisterExtension
    static final DemoFarm FARM = new DemoFarm();

    private Chromium anna;
    private String url = "";

    @BeforeEach
    void start() {
        url = "http://localhost:" + FARM.demo().port() + "/";
        anna = Chromium.start();
    }

    @AfterEach
    void stop() {
        if (anna != null) {
            anna.close();
        }
    }

    @Test
    void pushes_ofControllersAndShell_appearInTheRightPagesOnly() throws Exception {
        try (Chromium bob = Chromium.start()) {
            pushToEachOther(bob);
        }
    }

    private void pushToEachOther(Chromium bob) throws Exception {
        bob.open(url).screenshot("login-light.png");
        anna.login(url, "Anna", "red");
        bob.login(url, "Bob", "blue");
        anna.screenshot("empty-light.png");

        anna.push("user", "Bob", "Bob, your order has shipped");
        assertThat(anna.find("#result").getText()).isEqualTo("Pushed to 1 page.");
        bob.push("team", "red", "Stand-up in five minutes, team red");
        anna.push("team", "blue", "Team blue: lunch is ready");
        anna.push("user", "Carl", "nobody sees this");
        assertThat(anna.find("#result").getText()).isEqualTo("Nobody is there to get it.");
        assertThat(PushOnceRun.with(
                                FARM.demo().redisUri(),
                                DemoFarm.APP,
                                "--to-user=Bob",
                                "--from=the nightly job",
                                "Report ready\n<b>not bold</b> & <script>alert(1)</script>")
                        .exitCode())
                .isZero();
        bob.push("all", "", "The shop closes at six today");

        assertThat(anna.awaitPush("The shop closes at six today"))
                .containsExactly("The shop closes at six today", "Stand-up in five minutes, team red");
        assertThat(bob.awaitPush("The shop closes at six today"))
                .containsExactly(
                        "The shop closes at six today",
                        "Report ready\n<b>not bold</b> & <script>alert(1)</script>",
                        "Team blue: lunch is ready",
                        "Bob, your order has shipped");
        assertThat(bob.texts("#pushes .badge")).containsExactly("To everyone", "To you", "To your team", "To you");
        assertThat(anna.complaints()).isEmpty();
        assertThat(bob.complaints()).isEmpty();

        bob.screenshot("pushes-light.png");
        bob.prefersDark();
        bob.screenshot("pushes-dark.png");
        bob.isAPhone();
        assertThat(bob.fits()).isTrue();
        bob.screenshot("pushes-phone-dark.png");
        anna.isAPhone();
        assertThat(anna.fits()).isTrue();
        anna.screenshot("pushes-phone-light.png");
    }

    @Test
    void page_connectionLost_comesBackAndIsBoundAgain() {
        anna.login(url, "Dora", "red");
        List<String> before = FARM.demo().gatewayBean().clientIdsOfUid("Dora");
        assertThat(before).hasSize(1);

        FARM.demo().gatewayBean().closeClient(before.get(0), 4201, "for the test");
        anna.until(() -> isBoundAgain(before)); // it may wait too shortly to be seen waiting
        anna.awaitState("live");
        anna.push("team", "red", "back again");
        anna.awaitPush("back again");
    }

    private static boolean isBoundAgain(List<String> before) {
        List<String> now = FARM.demo().gatewayBean().clientIdsOfUid("Dora");
        return now.size() == 1 && !now.equals(before);
    }

    @Test
    void logout_leadsEveryTabToTheLogin() {
        anna.login(url, "Emil", "red");
        anna.openTab(url);
        anna.awaitState("live");

        anna.find("#logout").click();

        anna.until(() -> anna.url().endsWith("/login"));
        anna.switchTab();
        anna.until(() -> anna.url().endsWith("/login"));
        anna.until(() -> !FARM.demo().gatewayBean().isUidOnline("Emil"));
        assertThat(anna.open(url).url()).endsWith("/login");
    }

    @Test
    void login_refused_saysWhy() {
        anna.open(url + "login?refused");

        assertThat(anna.find("#error").getText()).contains("1 to 32 characters");
    }
}

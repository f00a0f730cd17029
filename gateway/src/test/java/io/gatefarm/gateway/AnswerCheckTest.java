package io.gatefarm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.gateway.check.AnswerCheck;
import io.gatefarm.gateway.config.ListenerConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check from outside against gateways without workers; with workers it is run by the chart's tests. */
class AnswerCheckTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int check(String... flags) throws InterruptedException {
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return AnswerCheck.run(flags, out, out);
    }

    @Test
    void check_unknownFlag_isRefused() throws Exception {
        assertThat(check("--expected=a")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("--expected is not a setting");
    }

    @Test
    void check_nobodyListens_endsWithinTheLimit() throws Exception {
        assertThat(check("--url=ws://127.0.0.1:1/", "--limit=1s")).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("no answer from ws://127.0.0.1:1/ within 1 s");
    }

    @Test
    void check_appClosesAfterItsAnswer_isAnswered() throws Exception {
        try (var server = new ScriptedServer(
                ScriptedServer.close(4003, "busy"), new byte[0], ScriptedServer.text("hello", 1000, "bye"))) {
            assertThat(check("--url=" + server.url(), "--expect=hello", "--limit=8s"))
                    .isZero();
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("ms: hello");
    }

    @Test
    void check_appCloses_saysWithWhat() throws Exception {
        byte[] busy = ScriptedServer.close(4003, "busy");
        try (var server = new ScriptedServer(busy, busy, busy, busy, busy)) { // one for each second
            assertThat(check("--url=" + server.url(), "--limit=4s")).isEqualTo(1);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("closed with 4003 busy");
    }

    @Test
    void check_certificateOfAnotherName_connectsAndWaits(@TempDir Path folder) throws Exception {
        var certificate = TestCertificate.make(folder, "other");
        var listener = ListenerConfig.first("127.0.0.1", 0, true);
        try (var farm = new Farm()) {
            var config = farm.config();
            var listen = config.listen().withListeners(List.of(listener), Optional.of(certificate.files()));
            checkSecured(farm, GatewayServer.start(config.withListen(listen)));
        }
    }

    private void checkSecured(Farm farm, GatewayServer started) throws InterruptedException {
        try (var gateway = started) {
            int status = check("--url=wss://localhost:" + gateway.port() + "/check", "--request=hello", "--limit=5s");

            assertThat(status).isEqualTo(1);
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("connected, but no answer");
            assertThat(farm.clientId("/check")).isNotEmpty();
        }
    }
}

package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.answer;
import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.process.SettingException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PushOnlyEventsTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void onConnect_tellsTheClientItsIdFirst() {
        farm.start(new PushOnlyEvents());
        String client = farm.gateway().connect();

        String init = farm.gateway().awaitTexts(client, 1).get(0);

        assertThat(init).isEqualTo("{\"type\":\"init\",\"client_id\":\"" + client + "\"}");
        assertThat(JsonParser.parseString(init).getAsJsonObject().get("client_id"))
                .extracting(id -> id.getAsString())
                .isEqualTo(client);
    }

    @Test
    void onMessage_isIgnored_andThePushesArrive() {
        farm.start(new PushOnlyEvents());
        String anna = farm.gateway().connect();
        String bob = farm.gateway().connect();
        farm.gateway().awaitTexts(anna, 1);
        farm.gateway().awaitTexts(bob, 1);

        farm.gateway().receive(anna, "{\"type\":\"init\"}", "not json", "");
        assertThat(answer(farm.push().bindUid(anna, "42"))).isEqualTo(Change.DONE);
        answer(farm.push().sendToClient(anna, "for anna"));

        assertThat(farm.gateway().awaitTexts(anna, 2)).hasSize(2).last().isEqualTo("for anna");
        farm.gateway().disconnect(anna);
        await().until(() -> farm.raw().text("EXISTS", farm.keys().session(anna)).equals("0"));
        assertThat(farm.gateway().texts(anna)).hasSize(2);
        assertThat(farm.gateway().texts(bob)).hasSize(1);
        assertThat(farm.raw().text("EXISTS", farm.keys().deadLetters())).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"push-only", "io.gatefarm.worker.PushOnlyEvents"})
    void create_byItsNameOrItsClass_makesIt(String events) {
        assertThat(EventsClass.create(events)).isInstanceOf(PushOnlyEvents.class);
    }

    @Test
    void create_noName_mentionsPushOnly() {
        assertThatThrownBy(() -> EventsClass.create(""))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("push-only");
    }

    @Test
    void help_mentionsPushOnly() throws InterruptedException {
        var out = new ByteArrayOutputStream();
        var printer = new PrintStream(out, true, StandardCharsets.UTF_8);

        assertThat(WorkerProcess.run(Map.of(), new String[] {"--help"}, printer, printer))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--events", "or push-only");
    }
}

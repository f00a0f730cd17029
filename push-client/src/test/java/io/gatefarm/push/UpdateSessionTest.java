package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.directory.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UpdateSessionTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1}                  | {"b":2}                   | {"a":1,"b":2}
            {"a":{"x":1,"y":2}}      | {"a":{"y":3,"z":4}}       | {"a":{"x":1,"y":3,"z":4}}
            {"a":{"x":{"p":1}}}      | {"a":{"x":{"q":2}}}       | {"a":{"x":{"p":1,"q":2}}}
            {"a":[1,2,3]}            | {"a":[9]}                 | {"a":[9]}
            {"a":{"x":1}}            | {"a":5}                   | {"a":5}
            {"a":5}                  | {"a":{"x":1}}             | {"a":{"x":1}}
            {"a":1,"b":2}            | {"a":null}                | {"b":2}
            {"a":{"x":1,"y":2}}      | {"a":{"x":null}}          | {"a":{"y":2}}
            {"a":1}                  | {"none":null}             | {"a":1}
            {"a":1}                  | {}                        | {"a":1}
            {"a":[]}                 | {"n":12345678901234567890}| {"a":[],"n":12345678901234567890}
            {"":1}                   | {"k.e:y 🙂":"{\\"v\\"}"}  | {"":1,"k.e:y 🙂":"{\\"v\\"}"}
            """)
    void update_mergesObjectsReplacesAllElseAndRemovesByNull(String before, String change, String after) {
        String client = farm.gateway().connect();
        assertThat(answer(farm.client().updateSession(client, json(before)))).isEqualTo(Change.DONE);
        assertThat(answer(farm.client().updateSession(client, json(change)))).isEqualTo(Change.DONE);
        assertThat(farm.client().session(client)).isEqualTo(json(after));
    }

    @Test
    void update_nullInsideANewObject_isNotStored() {
        String client = farm.gateway().connect();
        answer(farm.client().updateSession(client, json("{\"a\":{\"x\":null,\"y\":1}}")));
        assertThat(farm.client().session(client)).isEqualTo(json("{\"a\":{\"y\":1}}"));
    }

    @Test
    void update_changesAreCopied_soLaterChangesOfThemDoNotCount() {
        String client = farm.gateway().connect();
        var changes = json("{\"a\":1}");
        var written = farm.client().updateSession(client, changes);
        changes.addProperty("a", 2);
        answer(written);
        assertThat(farm.client().session(client)).isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void update_twoClientsRace_loseNothing() {
        String client = farm.gateway().connect();
        List<CompletionStage<Change>> written = new ArrayList<>();
        try (var other = farm.anotherClient()) {
            for (int i = 0; i < 60; i++) {
                written.add(farm.client().updateSession(client, json("{\"mine" + i + "\":" + i + "}")));
                written.add(other.updateSession(client, json("{\"others\":{\"o" + i + "\":" + i + "}}")));
            }
            assertThat(written).allSatisfy(one -> assertThat(answer(one)).isEqualTo(Change.DONE));
        }

        JsonObject session = farm.client().session(client);
        assertThat(session.size()).isEqualTo(61);
        assertThat(session.getAsJsonObject("others").size()).isEqualTo(60);
    }

    @Test
    void updates_manyOfOneClientAtOnce_areAllWrittenInOrder() {
        String client = farm.gateway().connect();
        List<CompletionStage<Change>> written = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            written.add(farm.client().updateSession(client, json("{\"last\":" + i + ",\"k" + i + "\":true}")));
        }
        assertThat(written).allSatisfy(one -> assertThat(answer(one)).isEqualTo(Change.DONE));
        JsonObject session = farm.client().session(client);
        assertThat(session.size()).isEqualTo(201);
        assertThat(session.get("last").getAsInt()).isEqualTo(199);
    }

    @Test
    void session_changedByTheCaller_staysAsItIs() {
        String client = farm.gateway().connect();
        answer(farm.client().updateSession(client, json("{\"a\":1}")));
        farm.client().session(client).addProperty("a", 2);
        assertThat(farm.client().session(client)).isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void session_clientClosedAndNotYetHandled_canStillBeReadAndWritten() {
        String client = farm.gateway().connect();
        answer(farm.client().updateSession(client, json("{\"a\":1}")));
        farm.gateway().disconnect(client);
        assertThat(answer(farm.client().updateSession(client, json("{\"b\":2}"))))
                .isEqualTo(Change.DONE);
        assertThat(farm.client().session(client)).isEqualTo(json("{\"a\":1,\"b\":2}"));
    }
}

package io.gatefarm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

final class SessionTest {
    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @Test
    void get_missingOrNull_isEmpty() {
        var session = new Session(json("{\"a\":null}"));
        assertThat(session.get("a")).isEmpty();
        assertThat(session.get("b")).isEmpty();
        assertThat(session.text("b")).isEmpty();
        assertThat(session.isChanged()).isFalse();
    }

    @Test
    void text_ofPrimitives_isTheirTextAndOfOthersEmpty() {
        var session = new Session(json("{\"s\":\"x\",\"n\":1.5,\"b\":true,\"o\":{},\"l\":[]}"));
        assertThat(session.text("s")).contains("x");
        assertThat(session.text("n")).contains("1.5");
        assertThat(session.text("b")).contains("true");
        assertThat(session.text("o")).isEmpty();
        assertThat(session.text("l")).isEmpty();
    }

    @Test
    void put_everyKind_isReadBackAndCountsAsChange() {
        var session = new Session(new JsonObject());
        session.put("s", "x");
        session.put("n", 42);
        session.put("b", false);
        session.put("l", new JsonArray());
        assertThat(session.toJson()).isEqualTo(json("{\"s\":\"x\",\"n\":42,\"b\":false,\"l\":[]}"));
        assertThat(session.isChanged()).isTrue();
        session.saved();
        assertThat(session.isChanged()).isFalse();
        assertThat(session.text("s")).contains("x");
    }

    @Test
    void remove_key_goesAndCountsAsChange() {
        var session = new Session(json("{\"a\":1}"));
        session.remove("a");
        assertThat(session.get("a")).isEmpty();
        assertThat(session.isChanged()).isTrue();
    }

    @Test
    void applyChangesTo_otherValues_changesOnlyTheChangedKeys() {
        var session = new Session(json("{\"a\":1,\"b\":1,\"c\":1}"));
        session.put("a", 2);
        session.remove("b");
        session.put("d", JsonNull.INSTANCE);
        var other = json("{\"a\":7,\"b\":7,\"c\":7,\"e\":7}");
        session.applyChangesTo(other);
        assertThat(other).isEqualTo(json("{\"a\":2,\"c\":7,\"d\":null,\"e\":7}"));
    }

    @Test
    void applyChangesTo_putAfterRemoveAndRemoveAfterPut_theLastCounts() {
        var session = new Session(new JsonObject());
        session.remove("a");
        session.put("a", 1);
        session.put("b", 1);
        session.remove("b");
        var other = json("{\"b\":7}");
        session.applyChangesTo(other);
        assertThat(other).isEqualTo(json("{\"a\":1}"));
    }

    @Test
    void toJson_changedByTheCaller_leavesTheSessionAlone() {
        var session = new Session(json("{\"o\":{\"a\":1}}"));
        session.toJson().getAsJsonObject("o").addProperty("a", 2);
        assertThat(session.toJson()).isEqualTo(json("{\"o\":{\"a\":1}}"));
    }
}

package io.gatefarm.worker.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;

final class SessionCopyTest {
    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static SessionCopy copy(String text) {
        var copy = new SessionCopy();
        copy.rebase(json(text));
        return copy;
    }

    private static JsonPrimitive number(int n) {
        return new JsonPrimitive(n);
    }

    @Test
    void change_setAndRemoved_isSeenAndCountsUntilSaved() {
        var copy = copy("{\"a\":1,\"b\":1}");
        assertThat(copy.isChanged()).isFalse();
        copy.change("a", number(2));
        copy.change("b", null);
        copy.change("c", JsonNull.INSTANCE);

        assertThat(copy.values()).isEqualTo(json("{\"a\":2,\"c\":null}"));
        assertThat(copy.isChanged()).isTrue();
        copy.saved();
        assertThat(copy.isChanged()).isFalse();
        assertThat(copy.get("a")).isEqualTo(number(2));
        assertThat(copy.get("b")).isNull();
    }

    @Test
    void rebase_newerValues_changesOnlyTheChangedKeys() {
        var copy = copy("{\"a\":1,\"b\":1,\"c\":1}");
        copy.change("a", number(2));
        copy.change("b", null);
        copy.change("d", JsonNull.INSTANCE);
        copy.rebase(json("{\"a\":7,\"b\":7,\"c\":7,\"e\":7}"));

        assertThat(copy.values()).isEqualTo(json("{\"a\":2,\"c\":7,\"d\":null,\"e\":7}"));
        assertThat(copy.isChanged()).isTrue();
    }

    @Test
    void rebase_afterSaved_changesNothing() {
        var copy = copy("{}");
        copy.change("a", number(1));
        copy.saved();
        copy.rebase(json("{\"a\":7}"));

        assertThat(copy.values()).isEqualTo(json("{\"a\":7}"));
    }

    @Test
    void change_ofOneKeyTwice_theLastCounts() {
        var copy = copy("{}");
        copy.change("a", null);
        copy.change("a", number(1));
        copy.change("b", number(1));
        copy.change("b", null);
        copy.rebase(json("{\"b\":7}"));

        assertThat(copy.values()).isEqualTo(json("{\"a\":1}"));
    }
}

package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.answer;
import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.directory.StoredSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions and uids that a callback changes by commands, too, and what becomes of changes that cannot be written. */
final class SessionCommandTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private interface Step {
        void run(Client client) throws Exception;
    }

    /** Runs a step in a callback, waits for the client's next one, and returns the session that this one read. */
    private JsonObject after(Step step) {
        var next = new CompletableFuture<JsonObject>();
        var events = new RecordedEvents() {
            @Override
            void received(Client client, String text) throws Exception {
                if (text.equals("step")) {
                    step.run(client);
                } else {
                    next.complete(client.session().toJson());
                }
            }
        };
        farm.start(events);
        String client = farm.gateway().connect();
        answer(farm.push().setSession(client, json("{\"start\":0}")));
        farm.gateway().receive(client, "step", "next");
        return answer(next);
    }

    @Test
    void updateSession_afterAPut_comesAfterIt() {
        assertThat(after(client -> {
                    client.session().put("a", 1);
                    client.session().put("b", 1);
                    answer(client.gateway().updateSession(client.id(), json("{\"a\":2}")));
                }))
                .isEqualTo(json("{\"start\":0,\"a\":2,\"b\":1}"));
    }

    @Test
    void setSession_afterAPut_replacesItToo() {
        assertThat(after(client -> {
                    client.session().put("a", 1);
                    client.gateway().setSession(client.id(), json("{\"b\":2}"));
                }))
                .isEqualTo(json("{\"b\":2}"));
    }

    @Test
    void put_afterAnUpdate_readsItAndComesAfterIt() {
        assertThat(after(client -> {
                    Session session = client.session();
                    assertThat(session.get("a")).isEmpty();
                    client.gateway().updateSession(client.id(), json("{\"a\":1,\"b\":1}"));
                    session.put("a", 2); // into the same object
                    assertThat(session.text("b")).contains("1");
                }))
                .isEqualTo(json("{\"start\":0,\"a\":2,\"b\":1}"));
    }

    @Test
    void putsAndCommands_inTurn_keepTheirOrder() {
        assertThat(after(client -> {
                    for (int i = 0; i < 50; i++) {
                        client.session().put("put", i);
                        client.session().put("both", "put " + i);
                        client.gateway().updateSession(client.id(), json("{\"command\":" + i + ",\"both\":\"c\"}"));
                        assertThat(client.session().text("both")).contains("c");
                        assertThat(client.session().text("command")).contains(Integer.toString(i));
                    }
                }))
                .isEqualTo(json("{\"start\":0,\"put\":49,\"command\":49,\"both\":\"c\"}"));
    }

    @Test
    void updateSession_byAnotherThreadOfTheCallback_goesUnderTheCallbacksPuts() {
        assertThat(after(client -> {
                    client.session().put("mine", 1);
                    client.session().put("both", "put");
                    CompletableFuture.runAsync(() -> client.gateway()
                                    .updateSession(client.id(), json("{\"theirs\":1,\"both\":\"command\"}"))
                                    .toCompletableFuture()
                                    .join())
                            .join();
                    assertThat(client.session().text("theirs")).contains("1");
                    assertThat(client.session().text("both")).contains("put");
                }))
                .isEqualTo(json("{\"start\":0,\"mine\":1,\"theirs\":1,\"both\":\"put\"}"));
    }

    @Test
    void updateSession_ofAnother_leavesTheCallbacksChangesUnwritten() {
        String other = farm.gateway().connect();
        assertThat(after(client -> {
                    client.session().put("a", 1);
                    answer(client.gateway().updateSession(other, json("{\"b\":1}")));
                    assertThat(client.session().isChanged()).isTrue();
                    client.bindUid("ada");
                    assertThat(client.session().isChanged()).isTrue();
                }))
                .isEqualTo(json("{\"start\":0,\"a\":1}"));
        assertThat(farm.push().session(other)).isEqualTo(json("{\"b\":1}"));
    }

    @Test
    void values_takenOutOrPutIn_areCopies() {
        assertThat(after(client -> {
                    var list = new JsonArray();
                    client.session().put("list", list);
                    list.add(1);
                    client.session().get("list").orElseThrow().getAsJsonArray().add(2);
                    client.session().toJson().addProperty("b", 1);
                }))
                .isEqualTo(json("{\"start\":0,\"list\":[]}"));
    }

    @Test
    void uid_afterCommandsOfTheCallback_isTheNewOne() {
        List<String> seen = new CopyOnWriteArrayList<>();
        after(client -> {
            seen.add(client.uid().orElse("none"));
            client.gateway().bindUid(client.id(), "ada");
            seen.add(client.uid().orElse("none"));
            client.bindUid(42);
            seen.add(client.uid().orElse("none"));
            client.gateway().unbindUid(client.id());
            seen.add(client.uid().orElse("none"));
        });
        assertThat(seen).containsExactly("none", "ada", "42", "none");
    }

    @Test
    void session_usedAfterTheCallback_throws() {
        var kept = new AtomicReference<Client>();
        after(kept::set);
        Client client = kept.get();

        assertThatThrownBy(() -> client.session().put("a", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("used after its callback");
        assertThatThrownBy(() -> client.session().get("a")).isInstanceOf(IllegalStateException.class);
        answer(client.bindUid("late"));
        assertThat(client.uid()).contains("late");
        answer(client.gateway().updateSession(client.id(), json("{\"late\":1}")));
        assertThat(farm.push().session(client.id())).isEqualTo(json("{\"start\":0,\"late\":1}"));
    }

    @Test
    void session_ofExactlyTheLimit_isWritten() {
        String text = "x".repeat(StoredSession.MAX_BYTES - "{\"start\":0,\"a\":\"\"}".length());
        assertThat(after(client -> client.session().put("a", text)))
                .isEqualTo(json("{\"start\":0,\"a\":\"" + text + "\"}"));
    }

    @Test
    void session_overTheLimit_failsTheEventClearlyAndStaysAsItWas() {
        String text = "ü".repeat(StoredSession.MAX_BYTES / 2);
        assertThat(after(client -> client.session().put("a", text))).isEqualTo(json("{\"start\":0}"));

        await().until(() -> farm.raw().call("XLEN", farm.keys().deadLetters()).equals(1L));
        assertThat(farm.raw()
                        .call("XRANGE", farm.keys().deadLetters(), "-", "+")
                        .toString())
                .contains("onMessage: java.lang.IllegalArgumentException: session of client ")
                .contains(" must have at most 65536 bytes as JSON but has " + (65536 + 18))
                .doesNotContain("üü");
    }

    @Test
    void session_overTheLimitSavedInTheCallback_throwsThereAndCanBeMended() {
        assertThat(after(client -> {
                    client.session().put("a", "x".repeat(StoredSession.MAX_BYTES));
                    assertThatThrownBy(client::saveSession).isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> client.gateway().updateSession(client.id(), json("{\"b\":1}")))
                            .isInstanceOf(IllegalArgumentException.class);
                    client.session().put("a", "short");
                }))
                .isEqualTo(json("{\"start\":0,\"a\":\"short\"}"));
    }

    @Test
    void callback_thatUsesNoSession_readsAndWritesNone() {
        var events = new RecordedEvents();
        farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "x");
        events.await(client, "x");
        assertThat(farm.raw().text("EXISTS", farm.keys().session(client))).isEqualTo("0");
    }
}

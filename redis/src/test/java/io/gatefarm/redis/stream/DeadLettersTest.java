package io.gatefarm.redis.stream;

import static io.gatefarm.redis.TestFarm.commitAt;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class DeadLettersTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private String client = "";

    /** An open and two messages, these buried. */
    @BeforeEach
    void twoLetters() {
        farm.register("gw1");
        client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));
        var lease = farm.acquire(1, "w1");
        for (int i = 1; i <= 2; i++) {
            var entry = farm.entries(1).get(i);
            get(farm.inbound().bury(commitAt(lease, "w1", entry, i + 1), entry.getId(), "failed " + i, 1));
        }
    }

    private static DeadLetters letters() {
        return farm.redis().deadLetters();
    }

    private static List<DeadLetter> all() {
        return get(letters().list("", 100));
    }

    @Test
    void list_pages_areOldestFirstAndWhole() {
        DeadLetter first = get(letters().list("", 1)).get(0);
        DeadLetter second = get(letters().list(first.id(), 10)).get(0);

        assertThat(List.of(first.reason(), second.reason())).containsExactly("failed 1", "failed 2");
        assertThat(first.origin()).isEqualTo("gw1:1:2");
        assertThat(first.tries()).isEqualTo(1);
        assertThat(first.timeMs()).isPositive();
        assertThat(first.event())
                .get()
                .isInstanceOfSatisfying(
                        ClientEvent.Received.class,
                        event -> assertThat(event.message()).isEqualTo(Message.text("a")));
        assertThat(get(letters().list(second.id(), 10))).isEmpty();
        assertThat(get(letters().find(second.id()))).isPresent();
        assertThat(get(letters().find("1-1"))).isEmpty();
    }

    @Test
    void newest_pages_areNewestFirst() {
        DeadLetter first = get(letters().newest("", 1)).get(0);

        assertThat(first.reason()).isEqualTo("failed 2");
        assertThat(get(letters().newest(first.id(), 10)))
                .extracting(DeadLetter::reason)
                .containsExactly("failed 1");
        assertThat(get(letters().newest("", 10))).hasSize(2);
    }

    @Test
    void replay_appendsTheEventOnceBehindAllMarkedAsAgain() {
        DeadLetter letter = all().get(0);
        String appended = farm.plain().hget(farm.keys().partition(1), "appended");

        assertThat(get(letters().replay(letter))).isTrue();
        assertThat(get(letters().replay(letter))).isFalse();

        var entries = farm.entries(1);
        var last = entries.get(entries.size() - 1).getBody();
        assertThat(last)
                .containsEntry("origin", "letter:" + letter.id())
                .containsEntry("data", "a")
                .containsEntry("header", letter.header().replace("}", ",\"again\":true}"));
        assertThat(farm.plain().hget(farm.keys().partition(1), "appended"))
                .isEqualTo(Long.toString(Long.parseLong(appended) + 1));
        assertThat(all()).extracting(DeadLetter::reason).containsExactly("failed 2");
    }

    @Test
    void replay_ofAnEventThatFailsAgain_isMarkedOnce() {
        get(letters().replay(all().get(0)));
        var lease = farm.acquire(1, "w1");
        var entries = farm.entries(1);
        var again = entries.get(entries.size() - 1);
        get(farm.inbound().bury(commitAt(lease, "w1", again, 4), again.getId(), "failed again", 1));

        DeadLetter letter = all().get(1);
        get(letters().replay(letter));

        entries = farm.entries(1);
        assertThat(entries.get(entries.size() - 1).getBody())
                .containsEntry("origin", "letter:" + letter.id())
                .containsEntry("header", again.getBody().get("header"));
    }

    @Test
    void replay_unreadable_isRefusedWithItsHeader() {
        String id = farm.plain().xadd(farm.keys().deadLetters(), Map.of("header", "{}", "data", ""));
        DeadLetter letter = get(letters().find(id)).orElseThrow();

        assertThat(letter.event()).isEmpty();
        assertThatThrownBy(() -> letters().replay(letter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("letter " + id + " holds no event that can be read: {}");
    }

    @Test
    void drop_takesOneAway() {
        DeadLetter letter = all().get(0);

        assertThat(get(letters().drop(letter.id()))).isTrue();
        assertThat(get(letters().drop(letter.id()))).isFalse();

        assertThat(all()).extracting(DeadLetter::reason).containsExactly("failed 2");
    }

    @Test
    void id_ofAnotherForm_isRefused() {
        for (String id : List.of("", "1", "-", "+", "1-1-1", "x-1")) {
            assertThatThrownBy(() -> letters().drop(id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("but is \"" + id + "\"");
        }
    }
}

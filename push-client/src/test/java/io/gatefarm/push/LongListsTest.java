package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lists longer than one call to Redis takes. */
@Tag("one-jdk")
final class LongListsTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private void awaitArrival(String text) {
        answer(farm.client().sendToAll(text));
        farm.gateway().awaitText(text);
    }

    @Test
    void sendToClients_1300WithStrangersAmongThem_reachesEachOnceInParts() {
        List<String> clients = farm.gateway().connect(1_300);
        List<String> list = new ArrayList<>(clients);
        list.addAll(clients.subList(0, 700));
        list.add("no id");
        list.add("0000000000000000000");

        assertThat(answer(farm.client().sendToClients(list, "hi", clients.get(9))))
                .isEqualTo(new Receipt(1_299));
        awaitArrival("end");

        assertThat(clients)
                .allSatisfy(client -> assertThat(farm.gateway().texts(client))
                        .isEqualTo(client.equals(clients.get(9)) ? List.of("end") : List.of("hi", "end")));
        assertThat(farm.gateway().frames().stream()
                        .filter(Frame.ToClients.class::isInstance)
                        .map(frame -> ((Frame.ToClients) frame).clientIds().size()))
                .containsExactly(500, 500, 300);
    }

    @Test
    void sendToUids_1300_reachesEachClientOnceInParts() {
        List<String> clients = farm.gateway().connect(1_300);
        List<String> uids = new ArrayList<>();
        List<CompletionStage<?>> bound = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            uids.add("u" + i);
            bound.add(farm.client().bindUid(clients.get(i), "u" + i));
        }
        bound.forEach(Farm::answer);
        uids.addAll(List.copyOf(uids));
        uids.add("nobody");

        assertThat(answer(farm.client().sendToUids(uids, "hi"))).isEqualTo(new Receipt(1_300));
        awaitArrival("end");

        assertThat(clients)
                .allSatisfy(client -> assertThat(farm.gateway().texts(client)).containsExactly("hi", "end"));
    }

    @Test
    void ungroup_of1000WithCallsBehindIt_isDoneBeforeThem() {
        List<String> clients = farm.gateway().connect(1_000);
        List<CompletionStage<?>> joined = new ArrayList<>();
        clients.forEach(client -> joined.add(farm.client().joinGroup(client, "g")));
        joined.forEach(Farm::answer);

        var first = farm.client().sendToGroup("g", "before");
        var emptied = farm.client().ungroup("g");
        var nobody = farm.client().sendToGroup("g", "nobody");
        farm.client().joinGroup(clients.get(500), "g");
        var one = farm.client().sendToGroup("g", "one");
        long members = farm.client().countClients("g");

        assertThat(answer(first)).isEqualTo(new Receipt(1_000));
        assertThat(answer(emptied)).isEqualTo(1_000);
        assertThat(answer(nobody)).isEqualTo(new Receipt(0));
        assertThat(answer(one)).isEqualTo(new Receipt(1));
        assertThat(members).isEqualTo(1);
        awaitArrival("end");
        assertThat(clients)
                .allSatisfy(client -> assertThat(farm.gateway().texts(client))
                        .isEqualTo(
                                client.equals(clients.get(500))
                                        ? List.of("before", "one", "end")
                                        : List.of("before", "end")));
    }
}

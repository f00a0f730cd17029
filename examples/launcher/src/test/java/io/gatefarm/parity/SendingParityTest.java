package io.gatefarm.parity;

import static io.gatefarm.parity.ParityFarm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours 13 to 17: who gets what is sent. That nobody gets more shows in the marker, which is sent last. */
@Timeout(60)
class SendingParityTest {
    /** Takes clients in as Ada of the room; echoes. */
    private static final class Ada extends Journal {
        @Override
        void connected(Client client, Handshake handshake) {
            client.bindUid("ada");
            client.joinGroup("room");
            client.session().put("name", "Ada");
        }

        @Override
        void received(Client client, Message message) {
            client.send(message);
        }
    }

    /** Connects, and waits until the client is taken in. */
    private static WebClient connect(ParityFarm farm, int gateway) throws InterruptedException {
        var client = farm.connect(gateway, "/");
        client.send("hello");
        assertThat(client.next()).isEqualTo("hello");
        return client;
    }

    /** Everything that the client gets up to the marker. */
    private static List<Object> untilMarker(WebClient client) throws InterruptedException {
        List<Object> all = new ArrayList<>();
        for (Object next = client.next(); !next.equals("marker"); next = client.next()) {
            all.add(next);
        }
        return all;
    }

    @Test
    void parity13_allListsAndExclusions_reachWhoIsMeant() throws Exception {
        var events = new Ada();
        try (var farm = ParityFarm.start(2, events);
                var a = connect(farm, 0);
                var b = connect(farm, 1);
                var c = connect(farm, 1)) {
            String idA = events.nextClientId();
            String idB = events.nextClientId();
            String idC = events.nextClientId();
            Gateway push = farm.push();

            push.sendToAll("all");
            push.sendToAll("all but b and a stranger", idB, "stranger");
            push.sendToClients(List.of(idA, "stranger", idB, idA), "a and b");
            push.sendToClients(List.of(idA, idB, idC), "only a", idB, idC);
            assertThat(answer(push.sendToClients(List.of(), "nobody"))).isEqualTo(new Receipt(0));
            assertThat(answer(push.sendToGroups(List.of(), "nobody"))).isEqualTo(new Receipt(0));
            assertThat(answer(push.sendToUids(List.of(), "nobody"))).isEqualTo(new Receipt(0));
            push.sendToUid("ada", "Ada but c", idC);
            push.sendToGroup("room", "room but a", idA);
            answer(push.sendToAll("marker"));

            assertThat(untilMarker(a))
                    .containsExactly("all", "all but b and a stranger", "a and b", "only a", "Ada but c");
            assertThat(untilMarker(b)).containsExactly("all", "a and b", "Ada but c", "room but a");
            assertThat(untilMarker(c)).containsExactly("all", "all but b and a stranger", "room but a");
        }
    }

    @Test
    void parity15_sendToTwoGroupsOfOneMember_itGetsItOnce() throws Exception {
        var events = new Ada();
        try (var farm = ParityFarm.start(1, events);
                var client = connect(farm, 0)) {
            Gateway push = farm.push();
            push.joinGroup(events.nextClientId(), "second");
            push.sendToGroups(List.of("room", "second", "none"), "once");
            answer(push.sendToAll("marker"));

            assertThat(untilMarker(client)).containsExactly("once");
        }
    }

    @Test
    void parity16_clientUidGroupAndAllInTurn_seenInThatOrder() throws Exception {
        var events = new Ada();
        try (var farm = ParityFarm.start(2, events);
                var client = connect(farm, 0);
                var other = connect(farm, 1)) {
            String id = events.nextClientId();
            Gateway push = farm.push();
            List<Object> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                push.sendToClient(id, "client " + i);
                push.sendToUid("ada", "uid " + i);
                push.sendToGroup("room", "group " + i);
                push.sendToAll("all " + i);
                sent.addAll(List.of("client " + i, "uid " + i, "group " + i, "all " + i));
            }
            answer(push.sendToAll("marker"));

            assertThat(untilMarker(client)).isEqualTo(sent);
            sent.removeIf(text -> text.toString().startsWith("client"));
            assertThat(untilMarker(other)).isEqualTo(sent);
        }
    }

    @Test
    void parity14_uidOnTwoGateways_bothGetItOnce() throws Exception {
        var events = new Ada();
        try (var farm = ParityFarm.start(2, events);
                var one = connect(farm, 0);
                var two = connect(farm, 1)) {
            assertThat(answer(farm.push().sendToUid("ada", "for Ada"))).isEqualTo(new Receipt(2));
            answer(farm.push().sendToUids(List.of("ada", "nobody", "ada"), "for Ada again"));
            answer(farm.push().sendToAll("marker"));

            assertThat(untilMarker(one)).containsExactly("for Ada", "for Ada again");
            assertThat(untilMarker(two)).containsExactly("for Ada", "for Ada again");
        }
    }

    @Test
    void parity17_twoAppsOnOneRedis_nothingCrosses() throws Exception {
        var ours = new Ada();
        var theirs = new Ada();
        try (var here = ParityFarm.start(1, ours);
                var there = ParityFarm.start(1, theirs);
                var mine = connect(here, 0);
                var other = connect(there, 0)) {
            String myId = ours.nextClientId();
            String otherId = theirs.nextClientId();
            Gateway push = here.push();

            push.sendToAll("all");
            push.sendToUid("ada", "uid");
            push.sendToGroup("room", "group");
            assertThat(answer(push.sendToClient(otherId, "client"))).isEqualTo(new Receipt(0));
            answer(push.sendToClients(List.of(myId, otherId), "clients"));
            push.closeClient(otherId);
            push.abortClient(otherId);
            push.leaveGroup(otherId, "room");
            push.unbindUid(otherId);
            answer(push.closeUid("nobody"));
            assertThat(push.clientIds().items()).containsExactly(myId);
            assertThat(push.clientIdsOfGroup("room").items()).containsExactly(myId);
            assertThat(push.clientIdsOfUid("ada")).containsExactly(myId);
            assertThat(push.countClients()).isEqualTo(1);
            assertThat(push.isOnline(otherId)).isFalse();
            assertThat(push.session(otherId).size()).isZero();
            answer(push.ungroup("room"));

            answer(there.push().sendToGroup("room", "marker"));
            assertThat(other.next()).isEqualTo("marker");
            assertThat(List.of(mine.next(), mine.next(), mine.next(), mine.next()))
                    .containsExactly("all", "uid", "group", "clients");
            other.send("echo");
            assertThat(other.next()).isEqualTo("echo");
            assertThat(theirs.of(otherId)).containsExactly("connect", "hello", "echo");
            assertThat(theirs.of(myId)).isEmpty();
            assertThat(ours.of(otherId)).isEmpty();
        }
    }
}

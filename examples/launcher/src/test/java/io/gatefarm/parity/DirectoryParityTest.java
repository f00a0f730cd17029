package io.gatefarm.parity;

import static io.gatefarm.parity.ParityFarm.answer;
import static io.gatefarm.parity.ParityFarm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours 18 to 21 and 23: uids and groups of connected clients. */
@Timeout(60)
class DirectoryParityTest {
    @Test
    void parity18_uidBoundAnew_theOldOneIsOffline() throws Exception {
        var events = new Journal();
        try (var farm = ParityFarm.start(1, events);
                var client = farm.connect(0, "/")) {
            String id = events.nextClientId();
            Gateway push = farm.push();
            push.bindUid(id, "u1");
            push.bindUid(id, "u2");

            assertThat(push.isUidOnline("u1")).isFalse();
            assertThat(push.isUidOnline("u2")).isTrue();
            assertThat(push.uids().items()).containsExactly("u2");
            assertThat(push.uidOf(id)).contains("u2");
            assertThat(answer(push.sendToUid("u1", "old"))).isEqualTo(new Receipt(0));
            answer(push.sendToUid("u2", "new"));
            assertThat(client.next()).isEqualTo("new");
        }
    }

    @Test
    void parity19_lastClientOfAUidLeaves_uidIsOfflineAndNotListed() throws Exception {
        var events = new Journal();
        try (var farm = ParityFarm.start(2, events);
                var one = farm.connect(0, "/")) {
            String first = events.nextClientId();
            var two = farm.connect(1, "/");
            String second = events.nextClientId();
            Gateway push = farm.push();
            push.bindUid(first, "ada");
            push.bindUid(second, "ada");
            assertThat(push.clientIdsOfUid("ada")).containsExactlyInAnyOrder(first, second);
            two.leave();
            events.await(second, "close 1000");
            assertThat(push.isUidOnline("ada")).isTrue();
            one.leave();
            events.await(first, "close 1000");

            assertThat(push.isUidOnline("ada")).isFalse();
            assertThat(push.uids().items()).isEmpty();
            assertThat(push.countUids()).isZero();
        }
    }

    @Test
    void parity20_lastMemberLeaves_groupIsNotListedAndCountsNone() throws Exception {
        var events = new Journal();
        try (var farm = ParityFarm.start(2, events);
                var one = farm.connect(0, "/")) {
            String first = events.nextClientId();
            var two = farm.connect(1, "/");
            String second = events.nextClientId();
            Gateway push = farm.push();
            push.joinGroup(first, "room");
            push.joinGroup(second, "room");
            assertThat(push.countClients("room")).isEqualTo(2);
            two.leave(); // by going
            events.await(second, "close 1000");
            assertThat(push.groups().items()).containsExactly("room");
            push.leaveGroup(first, "room"); // by leaving

            assertThat(push.countClients("room")).isZero();
            assertThat(push.groups().items()).isEmpty();
            assertThat(push.countGroups()).isZero();
            answer(push.sendToGroup("room", "nobody"));
            answer(push.sendToClient(first, "marker"));
            assertThat(one.next()).isEqualTo("marker");
        }
    }

    @Test
    void parity21_ungroup_emptiesTheGroupOnEveryGatewayAndJoiningWorksAfterwards() throws Exception {
        var events = new Journal();
        try (var farm = ParityFarm.start(2, events);
                var one = farm.connect(0, "/")) {
            String first = events.nextClientId();
            try (var two = farm.connect(1, "/")) {
                String second = events.nextClientId();
                Gateway push = farm.push();
                push.joinGroup(first, "room");
                push.joinGroup(second, "room");
                assertThat(answer(push.ungroup("room"))).isEqualTo(2);
                assertThat(push.countClients("room")).isZero();
                assertThat(push.groupsOf(first)).isEmpty();
                push.sendToGroup("room", "nobody");
                push.joinGroup(second, "room");
                push.sendToGroup("room", "second");
                answer(push.sendToAll("marker"));

                assertThat(one.next()).isEqualTo("marker");
                assertThat(two.next()).isEqualTo("second");
                assertThat(two.next()).isEqualTo("marker");
            }
        }
    }

    @Test
    void parity23_twoClientsOfOneUidInOneGroup_countAsOneUid() throws Exception {
        var events = new Journal();
        try (var farm = ParityFarm.start(2, events);
                var one = farm.connect(0, "/");
                var two = farm.connect(1, "/")) {
            Gateway push = farm.push();
            for (int i = 0; i < 2; i++) {
                String id = events.nextClientId();
                push.bindUid(id, "ada");
                push.joinGroup(id, "room");
            }
            assertThat(push.countClients("room")).isEqualTo(2);
            assertThat(push.countUids("room")).isEqualTo(1);
            assertThat(push.uidsOfGroup("room").items()).containsExactly("ada");
            assertThat(push.countUids()).isEqualTo(1);
            assertThat(one.isOpen() && two.isOpen()).isTrue();
            await().until(() -> push.countClients() == 2);
        }
    }
}

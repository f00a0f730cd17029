package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.testing.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A gateway that has died: nothing that is asked or sent fails for it, before its sweep, while it goes on, and after it. */
final class DeadGatewayTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void queriesAndSends_ofADeadGateway_answerBeforeWhileAndAfterItsSweep() {
        Gateway push = farm.client();
        GatewayLeases leases = farm.redis().gatewayLeases();
        String living = farm.gateway().connect();
        try (var dying = new TestGateway(farm.redis())) {
            List<String> dead = dying.connect(30);
            List<String> all = new ArrayList<>(dead);
            all.add(living);
            all.forEach(client -> push.joinGroup(client, "g"));
            all.forEach(client -> push.bindUid(client, "u"));
            dying.stopBeating();
            assertThat(answer(leases.declareDead(dying.id(), ""))).isTrue();

            assertThat(push.countClients()).as("until it is swept").isEqualTo(31);
            assertThat(push.clientIds().items()).containsExactlyInAnyOrderElementsOf(all);
            assertThat(push.clientIdsOfGroup("g").items()).containsExactlyInAnyOrderElementsOf(all);
            assertThat(answer(push.sendToClient(dead.get(0), "x"))).isEqualTo(new Receipt(0));
            push.sendToGroup("g", "group");
            push.sendToUid("u", "uid");
            push.sendToClients(all, "clients");

            assertThat(answer(leases.sweep(dying.id(), 10))).isEqualTo(20);
            assertThat(push.countClients()).isEqualTo(21);
            assertThat(Page.all(push::clientIds)).hasSize(21).contains(living);
            while (answer(leases.sweep(dying.id(), 10)) > 0) {
                push.sendToAll("all");
            }

            assertThat(push.clientIds().items()).containsExactly(living);
            assertThat(push.clientIdsOfGroup("g").items()).containsExactly(living);
            assertThat(push.clientIdsOfUid("u")).containsExactly(living);
            assertThat(push.countClients("g")).isEqualTo(1);
            assertThat(push.isOnline(dead.get(0))).isFalse();
            assertThat(answer(push.joinGroup(dead.get(0), "g"))).isEqualTo(Change.OFFLINE);
            assertThat(answer(push.sendToGroup("g", "end"))).isEqualTo(new Receipt(1));
            farm.gateway().awaitText("end");
            assertThat(farm.gateway().texts(living))
                    .startsWith("group", "uid", "clients")
                    .endsWith("end");
        }
    }
}

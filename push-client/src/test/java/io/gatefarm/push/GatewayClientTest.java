package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.connection.RedisUnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GatewayClientTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void connect_nobodyListens_saysWhereWithoutThePassword() throws IOException {
        int port;
        try (var closedSoon = new ServerSocket(0)) {
            port = closedSoon.getLocalPort();
        }
        assertThatThrownBy(() -> GatewayClient.connect("redis://:secret@127.0.0.1:" + port, "app"))
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageNotContaining("secret");
    }

    @Test
    void connect_noUri_saysWhatOneLooksLikeWithoutThePassword() {
        assertThatThrownBy(() -> GatewayClient.connect("http://user:secret@somewhere", "app"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://host:6379")
                .hasMessageNotContaining("secret");
    }

    @Test
    void whenSettled_nothingUnderWay_runsAtOnceOnTheCallersThread() {
        List<Thread> ran = new ArrayList<>();
        farm.client().isOnline("nobody");
        await().until(() -> {
            farm.client().whenSettled(() -> ran.add(Thread.currentThread()));
            return ran.contains(Thread.currentThread());
        });
    }

    @Test
    void whenSettled_actionThrows_theCallsBehindItGoOn() {
        String client = farm.gateway().connect();
        for (int i = 0; i < 100; i++) {
            farm.client().sendToClient(client, "n" + i);
            farm.client().whenSettled(() -> {
                throw new IllegalStateException("thrown by the test");
            });
        }
        assertThat(answer(farm.client().sendToClient(client, "end"))).isEqualTo(new Receipt(1));
        assertThat(farm.gateway().awaitText("end")).hasSize(101);
    }

    @Test
    void stages_chainedActionsCallAgain_inOrder() {
        String client = farm.gateway().connect();
        List<String> done = new CopyOnWriteArrayList<>();
        var chain = farm.client()
                .sendToClient(client, "1")
                .thenCompose(receipt -> {
                    done.add("1");
                    return farm.client().joinGroup(client, "g");
                })
                .thenCompose(change -> {
                    done.add("2");
                    return farm.client().sendToGroup("g", "3");
                });
        assertThat(answer(chain)).isEqualTo(new Receipt(1));
        assertThat(done).containsExactly("1", "2");
        assertThat(farm.gateway().awaitText("3")).containsExactly("1", "3");
    }

    @Test
    void twoApps_onOneRedis_doNotCross() {
        try (var other =
                GatewayClient.connect(farm.uri(), "another-" + farm.gateway().id())) {
            String client = farm.gateway().connect();
            answer(farm.client().joinGroup(client, "g"));
            assertThat(answer(other.sendToClient(client, "x"))).isEqualTo(new Receipt(0));
            assertThat(answer(other.sendToGroup("g", "x"))).isEqualTo(new Receipt(0));
            assertThat(answer(other.sendToAll("x"))).isEqualTo(new Receipt(0));
            assertThat(other.countClients()).isZero();
            answer(farm.client().sendToAll("end"));
            assertThat(farm.gateway().awaitText("end")).containsExactly("end");
        }
    }
}

package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.partition.WorkLimits;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WorkerStartTest {
    @RegisterExtension
    final Farm farm = new Farm();

    @Test
    void start_onWorkerStartThrows_endsWithItsReasonAndLeavesNoLease() {
        var events = new Events() {
            @Override
            public void onWorkerStart(Worker worker) throws Exception {
                throw new IOException("no database");
            }

            @Override
            public void onMessage(Client client, Message message) {}
        };
        assertThatThrownBy(() -> Worker.start(farm.config(WorkLimits.DEFAULTS), events))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onWorkerStart failed")
                .hasMessageContaining("no database")
                .hasCauseInstanceOf(IOException.class);
        assertThat(farm.raw().text("EXISTS", farm.keys().workers())).isEqualTo("0");
        assertThat(farm.raw().call("KEYS", farm.keys().worker("*"))).isEqualTo(List.of());
        assertThat(farm.raw().call("KEYS", farm.keys().tag() + "partition:*")).isEqualTo(List.of());
    }

    @Test
    void start_redisNotThere_saysWhere() throws IOException {
        int port;
        try (var closedSoon = new ServerSocket(0)) {
            port = closedSoon.getLocalPort();
        }
        var config = new WorkerConfig(
                RedisConfig.of("redis://:secret@127.0.0.1:" + port), "app", "w", 0, WorkLimits.DEFAULTS);
        assertThatThrownBy(() -> Worker.start(config, (client, message) -> {}))
                .isInstanceOf(RedisUnavailableException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageNotContaining("secret");
    }

    @Test
    void start_otherPartitionsThanTheApps_saysBoth() {
        farm.start(new RecordedEvents());
        var config = new WorkerConfig(RedisConfig.of(farm.uri()), farm.keys().app(), "w", 16, WorkLimits.DEFAULTS);
        assertThatThrownBy(() -> Worker.start(config, new RecordedEvents()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16")
                .hasMessageContaining("8");
    }

    @Test
    void worker_redisForgetsWhoItIs_describesItselfAgain() {
        var worker = farm.start(new RecordedEvents());
        String hash = farm.keys().worker(worker.id());

        farm.raw().call("DEL", hash);

        await().until(() -> farm.raw().text("HGET", hash, "pid").matches("\\d+"));
        await().until(() -> farm.raw().text("HGET", hash, "handled").equals("0"));
        assertThat(Long.parseLong(farm.raw().text("PTTL", hash))).isPositive();
    }

    @Test
    void worker_toldToReload_closesItselfAndWantsToBeStartedAgain() throws Exception {
        var worker = farm.start(new RecordedEvents());
        assertThat(worker.exitStatus()).isZero();

        farm.raw().call("HSET", farm.keys().worker(worker.id()), "wanted", "reload");

        worker.awaitClosed();
        assertThat(worker.wantsReload()).isTrue();
        assertThat(worker.exitStatus()).isEqualTo(75);
        assertThat(farm.raw().text("EXISTS", farm.keys().worker(worker.id()))).isEqualTo("0");
    }

    @Test
    void worker_fromStartToClose_callsBothHooksOnceAndLeavesNothing() throws Exception {
        List<String> hooks = new CopyOnWriteArrayList<>();
        var events = new Events() {
            @Override
            public void onWorkerStart(Worker worker) {
                hooks.add("start with " + worker.gateway().countClients() + " clients");
            }

            @Override
            public void onMessage(Client client, Message message) {
                hooks.add(message.text());
            }

            @Override
            public void onWorkerStop(Worker worker) {
                hooks.add("stop with " + worker.gateway().countClients() + " clients");
            }
        };
        var worker = farm.start(events);
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "hello");
        await().until(() -> hooks.contains("hello"));
        farm.stop(worker);
        worker.close();
        worker.awaitClosed();

        assertThat(hooks).containsExactly("start with 0 clients", "hello", "stop with 1 clients");
        assertThat(worker.partitions()).isEmpty();
        assertThat(farm.raw().text("EXISTS", farm.keys().workers())).isEqualTo("0");
        assertThat(farm.raw().text("EXISTS", farm.keys().worker(worker.id()))).isEqualTo("0");
        List<String> owners = new ArrayList<>();
        for (int p = 0; p < 8; p++) {
            owners.add(farm.raw().text("HGET", farm.keys().partition(p), "owner"));
        }
        assertThat(owners).containsOnly("");
    }

    @Test
    void clients_comeAndGo_withOnlyOnMessageWritten() {
        List<String> seen = new CopyOnWriteArrayList<>();
        farm.start((client, message) -> seen.add(message.text()));
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "only");
        farm.gateway().disconnect(client);
        await().until(() ->
                farm.raw().text("EXISTS", farm.keys().session(client)).equals("0"));
        assertThat(seen).containsExactly("only");
        assertThat(farm.raw().text("EXISTS", farm.keys().deadLetters())).isEqualTo("0");
    }
}

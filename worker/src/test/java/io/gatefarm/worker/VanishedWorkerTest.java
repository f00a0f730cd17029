package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.worker.partition.WorkLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code kill -9} of a worker's process. */
@Isolated("measures how long a take-over takes")
final class VanishedWorkerTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private Process first;

    @AfterEach
    void end() {
        if (first != null) {
            first.destroyForcibly();
        }
    }

    @Test
    void worker_killed_anotherOwnsItsPartitionsWithin8sAndNothingIsLost() throws Exception {
        first = WorkerInOwnProcess.start(farm.uri(), farm.keys().app());
        await().until(() -> owners() == 8);
        var second = Worker.start(farm.config(WorkLimits.DEFAULTS), new RecordedEvents() {
            @Override
            void received(Client client, String text) {
                client.send(text);
            }
        });
        try {
            await().until(() -> second.partitions().size() == 4);
            List<String> stuck =
                    Stream.generate(farm.gateway()::connect).limit(8).toList();
            stuck.forEach(client -> farm.gateway().receive(client, "stuck", "behind"));
            // four of the eight are the first worker's
            await().until(() -> stuck.stream()
                            .filter(client -> farm.gateway().texts(client).equals(List.of("stuck in the first")))
                            .count()
                    == 4);

            int sent;
            List<String> clients;
            try (var traffic = new Traffic(farm.gateway())) {
                await().until(() -> traffic.sent() > 10);
                first.destroyForcibly();
                long killedNs = System.nanoTime();
                await().until(() -> second.partitions().size() == 8);
                assertThat(Duration.ofNanos(System.nanoTime() - killedNs)).isLessThan(Duration.ofSeconds(8));
                int then = traffic.sent();
                await().until(() -> traffic.sent() > then + 10);
                sent = traffic.stop();
                clients = traffic.clients();
            }

            int each = sent;
            assertThat(clients).allSatisfy(client -> {
                await().until(() -> farm.gateway().texts(client).contains(Integer.toString(each - 1)));
                Traffic.assertNoneLost(farm.gateway().texts(client), each);
            });
            assertThat(stuck).allSatisfy(client -> {
                await().until(() -> farm.gateway().texts(client).contains("behind"));
                assertThat(farm.gateway().texts(client)).endsWith("stuck", "behind");
            });
        } finally {
            second.close();
        }
        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private long owners() {
        return IntStream.range(0, 8)
                .mapToObj(p -> farm.raw().text("HGET", farm.keys().partition(p), "owner"))
                .filter(owner -> owner.startsWith("worker-"))
                .count();
    }
}

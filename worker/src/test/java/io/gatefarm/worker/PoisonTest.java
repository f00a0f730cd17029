package io.gatefarm.worker;

import static io.gatefarm.worker.Farm.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message that ends every worker that handles it. */
final class PoisonTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    @RegisterExtension
    final Farm farm = new Farm();

    private Process victim;

    @AfterEach
    void end() {
        if (victim != null) {
            victim.destroyForcibly();
        }
    }

    private List<StreamEntry> entries(int partition) {
        var reader = farm.redis().inbound().reader(() -> {});
        try {
            return reader.read(Map.of(partition, "0-0"), 100, Duration.ofSeconds(1));
        } finally {
            reader.close();
        }
    }

    /** As if two workers had died while the entry was the oldest open one; nobody has to wait for their leases. */
    private void twoWorkersDieAt(int partition, StreamEntry poison) {
        PartitionLeases leases = farm.redis().partitionLeases();
        PartitionLease lease =
                Farm.answer(leases.acquire(partition, "dead1", LEASE, "")).orElseThrow();
        var commit = new Commit(
                partition,
                "dead1",
                lease.epoch(),
                poison.id(),
                poison.origin(),
                3,
                List.of(poison.id()),
                List.of(),
                List.of());
        assertThat(Farm.answer(farm.redis().inbound().commit(commit))).isEqualTo(Commit.Outcome.STORED);
        String seen = Farm.answer(leases.holders(8)).get(partition).leaseEnd();
        assertThat(Farm.answer(leases.acquire(partition, "dead2", LEASE, seen))).isPresent();
    }

    @Test
    void message_killsItsWorkers_isBuriedAfterTheThirdAndItsNeighboursAreHandledInOrder() throws Exception {
        String client = farm.gateway().connect();
        int partition = ClientIds.partitionOf(client);
        String neighbour = farm.gateway().connectBeside(client);
        farm.gateway().receive(client, "poison", "behind");
        farm.gateway().receive(neighbour, "n1", "n2", "n3");
        twoWorkersDieAt(partition, entries(partition).get(2));

        victim = WorkerInOwnProcess.start(farm.uri(), farm.keys().app(), LEASE);
        assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.exitValue()).isEqualTo(3);
        assertThat(farm.raw().text("HGET", farm.keys().partition(partition), "trying"))
                .as("Redis knows what it was doing")
                .isEqualTo(farm.unfinished(partition));
        assertThat(farm.gateway().texts()).as("one event at a time").isEmpty();

        var events = new DeliveredEvents();
        var survivor = Worker.start(farm.config(Farm.lease(LEASE)), events);
        try {
            assertThat(events.await(client, "behind")).containsExactly("behind");
            events.await(neighbour, "n3");
            assertThat(events.of(neighbour)).containsExactly("n1", "n2", "n3");
            await().until(() ->
                    farm.raw().text("XLEN", farm.keys().deadLetters()).equals("1"));
            assertThat(farm.raw().text("XRANGE", farm.keys().deadLetters(), "-", "+"))
                    .contains("poison", "its worker vanished while it was handled alone", "tries, 3");
            farm.gateway().receive(client, "later");
            assertThat(events.await(client, "later")).containsExactly("behind", "later");
            await().untilAsserted(() -> assertThat(farm.unfinished(partition)).isEmpty());
        } finally {
            survivor.close();
        }
    }
}

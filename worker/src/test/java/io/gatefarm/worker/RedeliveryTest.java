package io.gatefarm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.StreamEntry;
import io.gatefarm.worker.partition.WorkLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What handlers are told of events that may have been handled before, and by which key they know them. */
final class RedeliveryTest {
    @RegisterExtension
    final Farm farm = new Farm();

    private static final Duration LEASE = Duration.ofSeconds(2);

    private final DeliveredEvents events = new DeliveredEvents();

    /** Plays a worker that has read all there is and finished all but the given entry of a partition. */
    private PartitionLease formerOwner(PartitionLeases leases, String client, int unfinished, int committed) {
        int partition = ClientIds.partitionOf(client);
        PartitionLease lease =
                Farm.answer(leases.acquire(partition, "former", LEASE, "")).orElseThrow();
        List<StreamEntry> entries;
        var reader = farm.redis().inbound().reader(() -> {});
        try {
            entries = reader.read(Map.of(partition, "0-0"), 100, Duration.ofSeconds(1));
        } finally {
            reader.close();
        }
        StreamEntry last = entries.get(committed - 1);
        List<String> open =
                unfinished < 0 ? List.of() : List.of(entries.get(unfinished).id());
        var commit = new Commit(
                partition, "former", lease.epoch(), last.id(), last.origin(), committed, open, List.of(), List.of());
        assertThat(Farm.answer(farm.redis().inbound().commit(commit))).isEqualTo(Commit.Outcome.STORED);
        return lease;
    }

    private String origin(String client, int sequence) {
        return farm.gateway().id() + ":" + ClientIds.partitionOf(client) + ":" + sequence;
    }

    @Test
    void owner_vanished_whatItMayHaveBegunIsMarkedAndTheRestIsNot() {
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "1", "2", "3");
        farm.gateway().disconnect(client);
        formerOwner(farm.redis().partitionLeases(), client, 1, 3);

        var worker = Worker.start(farm.config(Farm.lease(LEASE)), events);
        try {
            events.await(client, "close 1000 bye");
            assertThat(events.keys(client))
                    .as("1 was unfinished, 2 was finished, 3 and the close lay behind")
                    .containsExactly(origin(client, 2) + "*", origin(client, 4) + "*", client + "/close*");

            String next = farm.gateway().connectBeside(client);
            farm.gateway().receive(next, "new");
            events.await(next, "new");
            assertThat(events.keys(next)).containsExactly(next + "/open", origin(client, 7));
        } finally {
            worker.close();
        }
    }

    @Test
    void owner_releasedInOrder_nothingIsMarked() {
        String client = farm.gateway().connect();
        farm.gateway().receive(client, "1", "2");
        PartitionLeases leases = farm.redis().partitionLeases();
        PartitionLease lease = formerOwner(leases, client, -1, 2);
        assertThat(Farm.answer(leases.release(lease.partition(), "former", lease.epoch())))
                .isTrue();

        farm.start(events);
        farm.gateway().disconnect(client);
        events.await(client, "close 1000 bye");
        assertThat(events.keys(client)).containsExactly(origin(client, 3), client + "/close");
    }

    @Test
    void parity09_ownerLostBeforeItsCommit_closeComesAgainMarkedAndUnderTheSameKey() {
        var d = WorkLimits.DEFAULTS;
        var late = new WorkLimits(d.lease(), d.openEvents(), 512, Duration.ofMinutes(1), d.handOver());
        var first = farm.start(farm.config(late), events);
        String client = farm.gateway().connect();
        int partition = ClientIds.partitionOf(client);
        farm.gateway().disconnect(client);
        events.await(client, "close 1000 bye");
        assertThat(events.keys(client)).containsExactly(client + "/open", client + "/close");
        PartitionLeases leases = farm.redis().partitionLeases();
        Farm.await().until(() -> {
            String seen = Farm.answer(leases.holders(8)).get(partition).leaseEnd();
            return Farm.answer(leases.acquire(partition, "thief", LEASE, seen)).isPresent();
        });
        Farm.await().until(() -> !first.partitions().contains(partition));
        farm.stop(first);

        var again = new DeliveredEvents();
        var second = Worker.start(farm.config(Farm.lease(LEASE)), again);
        try {
            again.await(client, "close 1000 bye");
            assertThat(again.keys(client)).containsExactly(client + "/open*", client + "/close*");
        } finally {
            second.close();
        }
    }
}

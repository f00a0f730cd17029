package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.InboundReader;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays a worker: owns every partition, and commits each event as soon as it has read it. Owned by one thread. */
final class CommittingWorker implements AutoCloseable {
    private static final String ID = "w1";
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration BLOCK = Duration.ofMillis(1);
    private static final int COUNT = 200;

    private final InboundStream inbound;
    private final InboundReader reader;
    private final Map<Integer, PartitionLease> leases = new HashMap<>();
    private final Map<Integer, String> positions = new HashMap<>();
    private final Map<Integer, Long> read = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    CommittingWorker(FarmRedis redis, int partitions) {
        this.inbound = redis.inbound();
        this.reader = inbound.reader(() -> {});
        PartitionLeases partitionLeases = redis.partitionLeases();
        for (int partition = 0; partition < partitions; partition++) {
            PartitionLease lease =
                    answer(partitionLeases.acquire(partition, ID, LEASE, "")).orElseThrow();
            leases.put(partition, lease);
            positions.put(partition, lease.position());
            read.put(partition, lease.read());
        }
    }

    /** Commits whatever is in the streams; every client opens once and closes at most once after it. */
    void commitAll() {
        List<StreamEntry> entries = reader.read(positions, COUNT, BLOCK);
        while (!entries.isEmpty()) {
            for (StreamEntry entry : entries) {
                handle(entry.event());
                commit(entry);
            }
            entries = reader.read(positions, COUNT, BLOCK);
        }
    }

    private void handle(ClientEvent event) {
        String clientId = event.clientId();
        if (event instanceof ClientEvent.Opened) {
            assertThat(opened.add(clientId)).as("%s opens once", clientId).isTrue();
        } else {
            assertThat(opened).as("%s closes after it was opened", clientId).contains(clientId);
            assertThat(closed.add(clientId)).as("%s closes once", clientId).isTrue();
        }
    }

    private void commit(StreamEntry entry) {
        int partition = entry.partition();
        List<String> closes = entry.event() instanceof ClientEvent.Closed close ? List.of(close.clientId()) : List.of();
        String epoch = leases.get(partition).epoch();
        long count = read.merge(partition, 1L, Long::sum);
        positions.put(partition, entry.id());
        var commit = new Commit(partition, ID, epoch, entry.id(), entry.origin(), count, List.of(), List.of(), closes);
        assertThat(answer(inbound.commit(commit))).isEqualTo(Commit.Outcome.STORED);
    }

    /** Every client whose close is committed. */
    Set<String> closed() {
        return Set.copyOf(closed);
    }

    @Override
    public void close() {
        reader.close();
    }
}

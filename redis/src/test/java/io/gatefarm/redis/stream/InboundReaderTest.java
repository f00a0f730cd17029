package io.gatefarm.redis.stream;

import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.TestFarm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class InboundReaderTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMillis(2500);

    private InboundReader reader;

    @BeforeEach
    void open() {
        farm.register("gw1");
        reader = farm.inbound().reader(() -> {});
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void read_severalPartitions_givesEachInStreamOrder() {
        String a = farm.open("gw1", 1);
        String b = farm.open("gw1", 2);
        farm.tell(received(a, "gw1", "a1"), received(a, "gw1", "a2"));
        farm.tell(received(b, "gw1", "b1"));
        farm.open("gw1", 3);

        List<StreamEntry> read = reader.read(Map.of(1, "0-0", 2, "0-0"), 10, LONG);

        assertThat(read)
                .filteredOn(entry -> entry.partition() == 1)
                .extracting(StreamEntry::event)
                .containsExactly(opened(a, "gw1"), received(a, "gw1", "a1"), received(a, "gw1", "a2"));
        assertThat(read)
                .filteredOn(entry -> entry.partition() == 2)
                .extracting(StreamEntry::origin)
                .containsExactly("gw1:2:1", "gw1:2:2");
        assertThat(read).hasSize(5);
    }

    @Test
    void read_fromAPosition_givesOnlyWhatFollows() {
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "1"), received(client, "gw1", "2"));
        var entries = farm.entries(1);

        assertThat(reader.read(Map.of(1, entries.get(1).getId()), 10, LONG))
                .extracting(StreamEntry::id)
                .containsExactly(entries.get(2).getId());
    }

    @Test
    void read_moreThanTheCount_isTheCountPerPartition() {
        String a = farm.open("gw1", 1);
        String b = farm.open("gw1", 2);
        for (int i = 0; i < 5; i++) {
            farm.tell(received(a, "gw1", "x"));
            farm.tell(received(b, "gw1", "x"));
        }

        assertThat(reader.read(Map.of(1, "0-0", 2, "0-0"), 3, LONG))
                .extracting(StreamEntry::partition)
                .containsExactlyInAnyOrder(1, 1, 1, 2, 2, 2);
    }

    @Test
    void read_nothingThere_isEmptyWhenTheTimeRanOut() {
        assertThat(reader.read(Map.of(1, "0-0", 2, "0-0"), 10, SHORT)).isEmpty();
    }

    @Test
    void read_eventArrivesWhileWaiting_endsWithIt() {
        var reading = CompletableFuture.supplyAsync(() -> reader.read(Map.of(1, "0-0", 2, "0-0"), 10, LONG));
        awaitBlocked();

        String client = farm.open("gw1", 2);

        assertThat(get(reading)).extracting(StreamEntry::event).containsExactly(opened(client, "gw1"));
    }

    private static void awaitBlocked() {
        await().atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> farm.plain().clientList().lines().anyMatch(line -> line.contains("cmd=xread")));
    }

    @Test
    void wake_whileReading_endsTheReadEmptyAndEarly() {
        long start = System.nanoTime();
        var reading = CompletableFuture.supplyAsync(() -> reader.read(Map.of(1, "0-0"), 10, LONG));

        await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(5)).until(() -> {
            reader.wake();
            return reading.isDone();
        });

        assertThat(get(reading)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }

    @Test
    void wake_beforeTheFirstReadAndBetweenReads_harmsNothing() {
        reader.wake();
        assertThat(reader.read(Map.of(1, "0-0"), 10, SHORT)).isEmpty();
        reader.wake();
        String client = farm.open("gw1", 1);

        assertThat(reader.read(Map.of(1, "0-0"), 10, LONG))
                .extracting(StreamEntry::event)
                .containsExactly(opened(client, "gw1"));
    }

    @Test
    void read_foreignEntries_areLeftOutAndTheOthersStay() {
        farm.plain().xadd(farm.keys().in(1), Map.of("who", "somebody else"));
        farm.plain().xadd(farm.keys().in(1), Map.of("origin", "x", "header", "{\"event\":\"open\",\"client\":\"c\"}"));
        String client = farm.open("gw1", 1);
        farm.plain().xadd(farm.keys().in(1), Map.of("origin", "x", "header", "no JSON", "data", "d"));

        assertThat(reader.read(Map.of(1, "0-0"), 10, LONG))
                .extracting(StreamEntry::event)
                .containsExactly(opened(client, "gw1"));
    }

    @Test
    void read_foreignEntryAtTheEnd_isPassedAndTheNextReadWaits() {
        farm.plain().xadd(farm.keys().in(1), Map.of("who", "somebody else"));
        assertThat(reader.read(Map.of(1, "0-0"), 10, LONG)).isEmpty();

        long before = System.nanoTime();
        assertThat(reader.read(Map.of(1, "0-0"), 10, SHORT)).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(SHORT);

        String client = farm.open("gw1", 1);
        assertThat(reader.read(Map.of(1, "0-0"), 10, LONG))
                .extracting(StreamEntry::event)
                .containsExactly(opened(client, "gw1"));
    }

    @Test
    void entries_ofIds_areThoseThatStillStand() {
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "1"), received(client, "gw1", "2"));
        var ids = farm.entries(1).stream().map(entry -> entry.getId()).toList();

        assertThat(get(farm.inbound().entries(1, List.of(ids.get(2), "5-5", ids.get(0)))))
                .extracting(StreamEntry::id)
                .containsExactly(ids.get(2), ids.get(0));
        assertThat(get(farm.inbound().entries(1, List.of(ids.get(1)))))
                .containsExactly(new StreamEntry(1, ids.get(1), "gw1:1:2", received(client, "gw1", "1"), false));
        assertThat(get(farm.inbound().entries(1, List.of()))).isEmpty();
    }
}

package io.gatefarm.redis.lease;

import static io.gatefarm.redis.TestFarm.LEASE;
import static io.gatefarm.redis.TestFarm.commitAt;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.script.ScriptReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class PartitionLeasesTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private static Optional<PartitionLease> acquire(int partition, String worker, String seen) {
        return get(farm.partitions().acquire(partition, worker, LEASE, seen));
    }

    private static String until(int partition) {
        return farm.plain().hget(farm.keys().partition(partition), "until");
    }

    private static Set<Integer> renew(String worker, Map<Integer, String> epochs) {
        return get(farm.partitions().renew(worker, LEASE, WorkerCounts.NONE, epochs))
                .lost();
    }

    // ---- acquire

    @Test
    void acquire_free_isOwnedFromTheStart() {
        var lease = acquire(1, "w1", "").orElseThrow();

        assertThat(lease)
                .isEqualTo(new PartitionLease(1, lease.epoch(), "0-0", List.of(), 0, List.of(), LastOwner.NONE));
        assertThat(Long.parseLong(lease.epoch())).isPositive();
        assertThat(get(farm.partitions().holders(2)))
                .isEqualTo(
                        Map.of(0, new PartitionLeases.Holder("", ""), 1, new PartitionLeases.Holder("w1", until(1))));
    }

    @Test
    void acquire_heldByAnother_isEmptyAndChangesNothing() {
        acquire(1, "w1", "");
        var before = farm.plain().hgetall(farm.keys().partition(1));

        assertThat(acquire(1, "w2", "")).isEmpty();
        assertThat(acquire(1, "w2", Long.toString(Long.parseLong(until(1)) - 1)))
                .isEmpty();
        assertThat(farm.plain().hgetall(farm.keys().partition(1))).isEqualTo(before);
    }

    @Test
    void acquire_ownAgain_givesAHigherEpochAndNoCrash() {
        var first = acquire(1, "w1", "").orElseThrow();
        var second = acquire(1, "w1", "").orElseThrow();

        assertThat(Long.parseLong(second.epoch())).isGreaterThan(Long.parseLong(first.epoch()));
        assertThat(farm.plain().hget(farm.keys().partition(1), "crashes")).isEqualTo("0");
    }

    @Test
    void acquire_seenUnchangedForALease_takesOverWhereTheLastOneStopped() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));
        var entries = farm.entries(1);
        var first = acquire(1, "w1", "").orElseThrow();
        var open = List.of(entries.get(1).getId());
        get(farm.inbound().commit(commitAt(first, "w1", entries.get(2), 3, open, List.of())));

        var second = acquire(1, "w2", until(1)).orElseThrow();

        assertThat(second)
                .isEqualTo(new PartitionLease(
                        1,
                        second.epoch(),
                        entries.get(2).getId(),
                        open,
                        3,
                        List.of(),
                        new LastOwner(
                                LastOwner.End.VANISHED, 1, "", entries.get(2).getId())));
        assertThat(Long.parseLong(second.epoch())).isGreaterThan(Long.parseLong(first.epoch()));
        assertThat(acquire(1, "w1", "")).isEmpty();
    }

    @Test
    void acquire_afterRedisHasLostTheEpoch_neverGivesAnOldOne() {
        var first = acquire(1, "w1", "").orElseThrow();
        await().until(() -> serverTimeMs() > Long.parseLong(first.epoch()));
        farm.plain().del(farm.keys().partition(1));

        assertThat(Long.parseLong(acquire(1, "w1", "").orElseThrow().epoch()))
                .isGreaterThan(Long.parseLong(first.epoch()));
    }

    @Test
    void acquire_epochAheadOfTheClock_isOneMore() {
        farm.plain().hset(farm.keys().partition(1), "epoch", "9000000000000");

        assertThat(acquire(1, "w1", "").orElseThrow().epoch()).isEqualTo("9000000000001");
    }

    private static long serverTimeMs() {
        List<String> time = farm.plain().time();
        return Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000;
    }

    // ---- crashes at one event, which only the script tells so far

    private static ScriptReply take(String worker, String seen) {
        String[] names = {farm.keys().partition(1), farm.keys().in(1)};
        var reply = farm.list("acquire_partition", names, worker, 5000, seen);
        assertThat(reply.number(0)).isEqualTo(1);
        return reply;
    }

    private static void commitTrying(String worker, String epoch, String id, String unfinished, String trying) {
        String[] names = {farm.keys().partition(1), farm.keys().in(1)};
        assertThat(farm.integer("commit_partition", names, worker, epoch, id, "gw1:1:3", 3, unfinished, "", trying))
                .isEqualTo(1);
    }

    @Test
    void acquire_takenOverAgainAndAgainAtOneEvent_countsTheCrashes() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "kills"), received(client, "gw1", "b"));
        var entries = farm.entries(1);
        String killer = entries.get(1).getId();
        String last = entries.get(2).getId();
        commitTrying("w1", take("w1", "").text(1), last, killer, "");

        assertThat(take("w2", until(1)).number(5)).isEqualTo(1);
        var third = take("w3", until(1));
        assertThat(third.number(5)).isEqualTo(2);
        commitTrying("w3", third.text(1), last, killer, killer);
        var fourth = take("w4", until(1));

        assertThat(fourth.number(5)).isEqualTo(3);
        assertThat(fourth.text(6)).isEqualTo(killer);
    }

    @Test
    void acquire_takenOverAtAnotherEvent_countsFromOne() {
        farm.register("gw1");
        String client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));
        var entries = farm.entries(1);
        String last = entries.get(2).getId();
        commitTrying("w1", take("w1", "").text(1), last, entries.get(0).getId(), "");
        var second = take("w2", until(1));
        commitTrying("w2", second.text(1), last, entries.get(1).getId(), "");

        assertThat(take("w3", until(1)).number(5)).isEqualTo(1);
    }

    @Test
    void acquire_afterARelease_countsNoCrash() {
        var first = take("w1", "");
        var second = take("w2", until(1));
        assertThat(second.number(5)).isEqualTo(1);
        assertThat(get(farm.partitions().release(1, "w2", second.text(1)))).isTrue();
        assertThat(get(farm.partitions().release(1, "w1", first.text(1)))).isFalse();

        assertThat(take("w3", "").number(5)).isZero();
    }

    // ---- renew

    @Test
    void renew_held_movesTheLeaseEndsAndLosesNothing() {
        var one = acquire(1, "w1", "").orElseThrow();
        var two = acquire(2, "w1", "").orElseThrow();
        var before = get(farm.partitions().holders(3));
        Map<Integer, String> epochs = Map.of(1, one.epoch(), 2, two.epoch());

        await().pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
            assertThat(renew("w1", epochs)).isEmpty();
            var now = get(farm.partitions().holders(3));
            assertThat(now.get(1)).isNotEqualTo(before.get(1));
            assertThat(now.get(2)).isNotEqualTo(before.get(2));
            assertThat(get(farm.partitions().workerLeaseEnds())).containsEntry("w1", until(1));
        });
    }

    @Test
    void renew_someLost_namesThem() {
        var one = acquire(1, "w1", "").orElseThrow();
        var four = acquire(4, "w1", "").orElseThrow();
        acquire(3, "w2", "");
        var old = acquire(7, "w1", "").orElseThrow();
        acquire(7, "w1", "");

        assertThat(renew("w1", Map.of(7, old.epoch(), 1, one.epoch(), 5, "9", 3, "9", 4, four.epoch())))
                .containsExactly(3, 5, 7);
        assertThat(farm.keyNames()).doesNotContain("partition:5");
    }

    @Test
    void renew_withoutPartitions_isTheWorkersOwnLease() {
        assertThat(renew("w1", Map.of())).isEmpty();
        assertThat(renew("w2", Map.of())).isEmpty();

        assertThat(get(farm.partitions().workerLeaseEnds())).containsOnlyKeys("w1", "w2");
        long end = Long.parseLong(get(farm.partitions().workerLeaseEnds()).getOrDefault("w1", "0"));
        assertThat(end - serverTimeMs()).isBetween(LEASE.toMillis() - 5_000, LEASE.toMillis());
    }

    @Test
    void renewLeaving_always_keepsThePartitionsButLeavesTheList() {
        var lease = acquire(1, "w1", "").orElseThrow();
        renew("w1", Map.of(1, lease.epoch()));

        assertThat(get(farm.partitions().renewLeaving("w1", LEASE, WorkerCounts.NONE, Map.of(1, lease.epoch(), 2, "9")))
                        .lost())
                .containsExactly(2);

        assertThat(get(farm.partitions().workerLeaseEnds())).isEmpty();
        assertThat(get(farm.partitions().holders(2)).get(1).owner()).isEqualTo("w1");
    }

    // ---- release, workers, hints

    @Test
    void release_held_freesItAndTellsTheOthers() throws InterruptedException {
        BlockingQueue<String> hints = new LinkedBlockingQueue<>();
        var lease = acquire(1, "w1", "").orElseThrow();

        try (var subscription = hints(hints)) {
            assertThat(get(farm.partitions().release(1, "w1", lease.epoch()))).isTrue();
            assertThat(get(farm.partitions().release(1, "w1", lease.epoch()))).isFalse();
            assertThat(hints.poll(5, TimeUnit.SECONDS)).isEqualTo("1");
            get(farm.partitions().announce("w9"));
            assertThat(hints.poll(5, TimeUnit.SECONDS)).isEqualTo("w9");
            assertThat(subscription).isNotNull();
        }

        assertThat(get(farm.partitions().holders(2)).get(1)).isEqualTo(new PartitionLeases.Holder("", "0"));
        var next = acquire(1, "w2", "").orElseThrow();
        assertThat(Long.parseLong(next.epoch())).isGreaterThan(Long.parseLong(lease.epoch()));
    }

    private static ChannelSubscription hints(BlockingQueue<String> hints) {
        return farm.outbound().subscribeToRebalance(hint -> hints.add(new String(hint, StandardCharsets.UTF_8)));
    }

    @Test
    void release_lost_changesNothing() {
        var lease = acquire(1, "w1", "").orElseThrow();
        acquire(1, "w2", until(1));

        assertThat(get(farm.partitions().release(1, "w1", lease.epoch()))).isFalse();
        assertThat(get(farm.partitions().release(5, "w1", lease.epoch()))).isFalse();
        assertThat(get(farm.partitions().holders(2)).get(1).owner()).isEqualTo("w2");
        assertThat(farm.keyNames()).doesNotContain("partition:5");
    }

    @Test
    void forget_workers_takesThemOffTheListAndTellsTheOthers() throws InterruptedException {
        BlockingQueue<String> hints = new LinkedBlockingQueue<>();
        for (String worker : List.of("w1", "w2", "w3")) {
            get(farm.partitions().describe(worker, Map.of("host", "h", "pid", "7")));
            renew(worker, Map.of());
        }
        assertThat(farm.plain().hgetall(farm.keys().worker("w1")))
                .isEqualTo(Map.of("host", "h", "pid", "7", "handled", "0", "failed", "0"));

        try (var subscription = hints(hints)) {
            get(farm.partitions().forget(Set.of("w1", "w3", "unknown")));
            assertThat(hints.poll(5, TimeUnit.SECONDS)).isEqualTo("workers");
            assertThat(subscription).isNotNull();
        }
        get(farm.partitions().forget(Set.of()));

        assertThat(get(farm.partitions().workerLeaseEnds())).containsOnlyKeys("w2");
        assertThat(farm.keyNames()).containsExactly("worker:w2", "workers");
    }

    @Test
    void renew_known_storesTheCountsAndTellsWhatIsWanted() {
        get(farm.partitions().describe("w1", Map.of("name", "w")));
        assertThat(get(farm.partitions().renew("w1", LEASE, new WorkerCounts(7, 2), Map.of())))
                .isEqualTo(new Renewal(true, Wanted.NOTHING, Set.of()));

        assertThat(get(farm.partitions().ask("w1", Wanted.RELOAD))).isEqualTo(Asked.ASKED);

        var renewal = get(farm.partitions().renew("w1", LEASE, new WorkerCounts(8, 2), Map.of(1, "9")));
        assertThat(renewal).isEqualTo(new Renewal(true, Wanted.RELOAD, Set.of(1)));
        assertThat(farm.plain().hgetall(farm.keys().worker("w1")))
                .isEqualTo(Map.of("name", "w", "handled", "8", "failed", "2", "wanted", "reload"));
        assertThat(farm.plain().pttl(farm.keys().worker("w1"))).isBetween(3_500_000L, 3_600_000L);
    }

    @Test
    void renew_redisHasForgottenTheWorker_saysSoAndMakesNoHash() {
        assertThat(get(farm.partitions().renew("w1", LEASE, new WorkerCounts(7, 2), Map.of())))
                .isEqualTo(new Renewal(false, Wanted.NOTHING, Set.of()));
        assertThat(farm.keyNames()).containsExactly("workers");
    }

    @Test
    void ask_workerUnknownLeavingOrExpired_writesNothing() {
        assertThat(get(farm.partitions().ask("w1", Wanted.STOP))).isEqualTo(Asked.UNKNOWN);
        assertThat(farm.keyNames()).isEmpty();

        get(farm.partitions().describe("w1", Map.of("name", "w")));
        farm.plain().zadd(farm.keys().workers(), 5, "w1");
        assertThat(get(farm.partitions().ask("w1", Wanted.STOP))).isEqualTo(Asked.DEAD);
        get(farm.partitions().renewLeaving("w1", LEASE, WorkerCounts.NONE, Map.of()));
        assertThat(get(farm.partitions().ask("w1", Wanted.STOP))).isEqualTo(Asked.DEAD);

        assertThat(farm.plain().hget(farm.keys().worker("w1"), "wanted")).isNull();
    }

    @Test
    void holders_noPartitionYet_areFreeAndNoneIsMade() {
        assertThat(get(farm.partitions().holders(3)))
                .hasSize(3)
                .allSatisfy((partition, holder) -> assertThat(holder).isEqualTo(new PartitionLeases.Holder("", "")));
        assertThat(get(farm.partitions().workerLeaseEnds())).isEmpty();
        assertThat(farm.keyNames()).isEmpty();
    }
}

package io.gatefarm.redis.stream;

import static io.gatefarm.redis.TestFarm.closed;
import static io.gatefarm.redis.TestFarm.commitAt;
import static io.gatefarm.redis.TestFarm.get;
import static io.gatefarm.redis.TestFarm.opened;
import static io.gatefarm.redis.TestFarm.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.TestFarm;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.lease.LastOwner;
import io.gatefarm.redis.lease.PartitionLease;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class CommitTest {
    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private String client = "";
    private PartitionLease lease = new PartitionLease(1, "", "0-0", List.of(), 0, List.of(), LastOwner.NONE);

    @BeforeEach
    void threeEventsAndALease() {
        farm.register("gw1");
        client = farm.open("gw1", 1);
        farm.tell(received(client, "gw1", "a"), received(client, "gw1", "b"));
        lease = farm.acquire(1, "w1");
    }

    private StreamMessage<String, String> entry(int index) {
        return farm.entries(1).get(index);
    }

    private Commit.Outcome commit(Commit commit) {
        return get(farm.inbound().commit(commit));
    }

    @Test
    void commit_byTheOwner_isStored() {
        assertThat(commit(commitAt(lease, "w1", entry(1), 2))).isEqualTo(Commit.Outcome.STORED);

        assertThat(farm.plain().hgetall(farm.keys().partition(1)))
                .containsEntry("position", entry(1).getId())
                .containsEntry("unfinished", "")
                .containsEntry("read", "2")
                .containsEntry("appended", "3");
    }

    @Test
    void commit_repeated_isStoredAndCountsOnce() {
        var commit = commitAt(lease, "w1", entry(2), 3, List.of(entry(1).getId()), List.of());

        assertThat(commit(commit)).isEqualTo(Commit.Outcome.STORED);
        assertThat(commit(commit)).isEqualTo(Commit.Outcome.STORED);

        assertThat(farm.plain().hgetall(farm.keys().partition(1)))
                .containsEntry("unfinished", entry(1).getId())
                .containsEntry("read", "3");
    }

    @Test
    void commit_underAnOlderEpoch_isFenced() {
        farm.acquire(1, "w1");

        assertThat(commit(commitAt(lease, "w1", entry(0), 1))).isEqualTo(Commit.Outcome.FENCED);
        assertThat(farm.plain().hget(farm.keys().partition(1), "position")).isEqualTo("0-0");
    }

    @Test
    void commit_byAnotherWorker_isFenced() {
        assertThat(commit(commitAt(lease, "w2", entry(0), 1))).isEqualTo(Commit.Outcome.FENCED);
    }

    @Test
    void commit_ofAPartitionThatNobodyOwns_isFencedAndWritesNothing() {
        var unknown = new PartitionLease(5, lease.epoch(), "0-0", List.of(), 0, List.of(), LastOwner.NONE);

        assertThat(commit(commitAt(unknown, "w1", entry(0), 1))).isEqualTo(Commit.Outcome.FENCED);
        assertThat(farm.keyNames()).doesNotContain("partition:5", "in:5");
    }

    @Test
    void commit_ofAnIdThatRedisDoesNotHave_isUnknown() {
        var commit = new Commit(1, "w1", lease.epoch(), "5-5", "gw1:1:1", 1, List.of(), List.of(), List.of());

        assertThat(commit(commit)).isEqualTo(Commit.Outcome.UNKNOWN_ENTRY);
        assertThat(farm.plain().hget(farm.keys().partition(1), "position")).isEqualTo("0-0");
    }

    @Test
    void commit_ofAnIdThatIsAnotherEvent_isUnknown() {
        String id = entry(0).getId();
        var commit = new Commit(1, "w1", lease.epoch(), id, "gw9:1:1", 1, List.of(), List.of(), List.of());

        assertThat(commit(commit)).isEqualTo(Commit.Outcome.UNKNOWN_ENTRY);
    }

    @Test
    void commit_byAZombie_isFenced() {
        String until = farm.plain().hget(farm.keys().partition(1), "until");
        var taken =
                get(farm.partitions().acquire(1, "w2", TestFarm.LEASE, until)).orElseThrow();

        assertThat(commit(commitAt(lease, "w1", entry(2), 3))).isEqualTo(Commit.Outcome.FENCED);
        assertThat(commit(commitAt(taken, "w2", entry(0), 1))).isEqualTo(Commit.Outcome.STORED);
    }

    @Test
    void commit_withUnfinishedEvents_handsThemToTheNextOwner() {
        var open = List.of(entry(0).getId(), entry(1).getId());
        commit(commitAt(lease, "w1", entry(2), 3, open, List.of()));

        var next = farm.acquire(1, "w1");

        assertThat(next.position()).isEqualTo(entry(2).getId());
        assertThat(next.unfinished()).isEqualTo(open);
        assertThat(next.read()).isEqualTo(3);
        assertThat(farm.entries(1)).hasSize(3);
    }

    @Test
    void commit_of512UnfinishedEvents_isStoredWhole() {
        ClientEvent[] batch = IntStream.range(0, 64)
                .mapToObj(i -> received(client, "gw1", "x"))
                .toArray(ClientEvent[]::new);
        for (int i = 0; i < 8; i++) {
            farm.tell(batch);
        }
        var entries = farm.entries(1);
        List<String> open =
                entries.subList(0, 512).stream().map(StreamMessage::getId).toList();

        assertThat(commit(commitAt(lease, "w1", entries.get(514), 515, open, List.of())))
                .isEqualTo(Commit.Outcome.STORED);

        assertThat(farm.acquire(1, "w1").unfinished()).isEqualTo(open);
    }

    @Test
    void commit_pastManyEvents_trimsWhatNobodyNeeds() {
        ClientEvent[] batch = IntStream.range(0, 64)
                .mapToObj(i -> received(client, "gw1", "x"))
                .toArray(ClientEvent[]::new);
        for (int i = 0; i < 8; i++) {
            farm.tell(batch);
        }
        var entries = farm.entries(1);
        var last = entries.get(entries.size() - 1);
        var open = entries.get(250);

        commit(commitAt(lease, "w1", last, 515, List.of(open.getId()), List.of()));

        // Redis trims whole nodes of 100 entries
        assertThat(farm.entries(1)).hasSizeBetween(265, 364).contains(open, last);

        commit(commitAt(lease, "w1", last, 515));

        assertThat(farm.entries(1)).hasSizeBetween(1, 100).contains(last);
        assertThat(farm.append("gw1", 1, 516, received(client, "gw1", "y")).lag())
                .isEqualTo(1);
    }

    @Test
    void commit_beforeTheClose_keepsTheSession() {
        get(farm.directory().writeSession(client, 0, "{}"));
        farm.tell(received(client, "gw1", "c"), closed(client, "gw1"));

        commit(commitAt(lease, "w1", entry(3), 4));

        assertThat(farm.keyNames()).contains("session:" + client);
    }

    @Test
    void commit_ofTheClose_deletesTheSession() {
        get(farm.directory().writeSession(client, 0, "{}"));
        farm.tell(closed(client, "gw1"));
        var commit = commitAt(lease, "w1", entry(3), 4, List.of(), List.of(client));

        assertThat(commit(commit)).isEqualTo(Commit.Outcome.STORED);
        assertThat(farm.keyNames()).doesNotContain("session:" + client);
        assertThat(commit(commit)).isEqualTo(Commit.Outcome.STORED);
        assertThat(get(farm.directory().writeSession(client, 0, "{}"))).isEqualTo(SessionWrite.GONE);
        assertThat(farm.keyNames()).doesNotContain("session:" + client);
    }

    @Test
    void commit_ofTheCloseByAZombie_keepsTheSession() {
        farm.tell(closed(client, "gw1"));
        farm.acquire(1, "w1");

        var outcome = commit(commitAt(lease, "w1", entry(3), 4, List.of(), List.of(client)));

        assertThat(outcome).isEqualTo(Commit.Outcome.FENCED);
        assertThat(farm.keyNames()).contains("session:" + client);
    }

    @Test
    void commit_namingALiveClientAsClosed_keepsItsSession() {
        get(farm.directory().writeSession(client, 0, "{}"));

        commit(commitAt(lease, "w1", entry(2), 3, List.of(), List.of(client)));

        assertThat(farm.keyNames()).contains("session:" + client);
    }

    @Test
    void commit_withDismissedClients_tellsThemToTheNextOwnerUntilOneSaysOtherwise() {
        var last = entry(2);
        String origin = last.getBody().get("origin");
        List<String> dismissed = List.of(client, "other");
        var commit = new Commit(1, "w1", lease.epoch(), last.getId(), origin, 3, List.of(), dismissed, List.of());
        assertThat(commit(commit)).isEqualTo(Commit.Outcome.STORED);
        assertThat(lease.dismissed()).isEmpty();

        var again = farm.acquire(1, "w1");
        assertThat(again.dismissed()).containsExactly(client, "other");

        var burying = new Commit(
                1, "w1", again.epoch(), last.getId(), origin, 3, List.of(), List.of("other"), List.of(client));
        get(farm.inbound().bury(burying, entry(1).getId(), "failed", 1));
        var third = farm.acquire(1, "w1");
        assertThat(third.dismissed()).containsExactly("other");

        commit(commitAt(third, "w1", last, 3));
        assertThat(farm.acquire(1, "w1").dismissed()).isEmpty();
    }

    @Test
    void commit_inCarefulMode_storesWhatIsTried() {
        var commit = new Object[] {"w1", lease.epoch(), entry(0).getId(), "gw1:1:1", 1, "", "", entry(1).getId()};
        String[] names = {farm.keys().partition(1), farm.keys().in(1)};

        assertThat(farm.integer("commit_partition", names, commit)).isEqualTo(1);
        assertThat(farm.plain().hget(farm.keys().partition(1), "trying")).isEqualTo(entry(1).getId());

        commit(commitAt(lease, "w1", entry(1), 2));
        assertThat(farm.plain().hget(farm.keys().partition(1), "trying")).isEmpty();
    }

    // ---- bury

    private Commit.Outcome bury(Commit commit, StreamMessage<String, String> buried) {
        return get(farm.inbound().bury(commit, buried.getId(), "kills workers", 3));
    }

    private List<StreamMessage<String, String>> letters() {
        return farm.plain().xrange(farm.keys().deadLetters(), Range.unbounded());
    }

    @Test
    void bury_anUnfinishedEvent_writesOneLetterAndCommits() {
        commit(commitAt(lease, "w1", entry(2), 3, List.of(entry(1).getId()), List.of()));
        var buried = entry(1);
        var commit = commitAt(lease, "w1", entry(2), 3);

        assertThat(bury(commit, buried)).isEqualTo(Commit.Outcome.STORED);
        assertThat(bury(commit, buried)).isEqualTo(Commit.Outcome.STORED);

        assertThat(letters()).hasSize(1);
        assertThat(letters().get(0).getBody())
                .isEqualTo(Map.of(
                        "origin", "gw1:1:2",
                        "header", buried.getBody().get("header"),
                        "data", "a",
                        "source", buried.getId(),
                        "reason", "kills workers",
                        "tries", "3"));
        assertThat(farm.acquire(1, "w1").unfinished()).isEmpty();
    }

    @Test
    void bury_anEventBehindThePosition_writesOneLetter() {
        var commit = commitAt(lease, "w1", entry(0), 1);

        assertThat(bury(commit, entry(0))).isEqualTo(Commit.Outcome.STORED);
        assertThat(bury(commit, entry(0))).isEqualTo(Commit.Outcome.STORED);

        assertThat(letters()).hasSize(1);
        assertThat(farm.acquire(1, "w1").position()).isEqualTo(entry(0).getId());
    }

    @Test
    void bury_oneOfSeveralUnfinished_keepsTheOthersOpen() {
        var open = List.of(entry(0).getId(), entry(1).getId());
        commit(commitAt(lease, "w1", entry(2), 3, open, List.of()));

        bury(commitAt(lease, "w1", entry(2), 3, List.of(open.get(0)), List.of()), entry(1));

        assertThat(letters()).hasSize(1);
        assertThat(farm.acquire(1, "w1").unfinished()).containsExactly(open.get(0));
    }

    @Test
    void bury_aFinishedEvent_writesNoLetter() {
        commit(commitAt(lease, "w1", entry(2), 3));

        assertThat(bury(commitAt(lease, "w1", entry(2), 3), entry(1))).isEqualTo(Commit.Outcome.STORED);
        assertThat(letters()).isEmpty();
    }

    @Test
    void bury_underAnOlderEpoch_isFencedAndWritesNoLetter() {
        farm.acquire(1, "w1");

        assertThat(bury(commitAt(lease, "w1", entry(2), 3), entry(1))).isEqualTo(Commit.Outcome.FENCED);
        assertThat(letters()).isEmpty();
    }

    @Test
    void bury_atAnUnknownPosition_writesNoLetter() {
        var commit = new Commit(1, "w1", lease.epoch(), "5-5", "gw1:1:1", 1, List.of(), List.of(), List.of());

        assertThat(bury(commit, entry(1))).isEqualTo(Commit.Outcome.UNKNOWN_ENTRY);
        assertThat(letters()).isEmpty();
    }

    @Test
    void bury_anIdThatRedisDoesNotHave_commitsWithoutALetter() {
        var missing = new StreamMessage<>(farm.keys().in(1), "99999999999999-0", Map.of("origin", "gw1:1:99"));

        assertThat(bury(commitAt(lease, "w1", entry(2), 3), missing)).isEqualTo(Commit.Outcome.STORED);
        assertThat(letters()).isEmpty();
    }

    @Test
    void bury_aClose_deletesTheSession() {
        farm.tell(closed(client, "gw1"));

        bury(commitAt(lease, "w1", entry(3), 4, List.of(), List.of(client)), entry(3));

        assertThat(letters()).hasSize(1);
        assertThat(farm.keyNames()).doesNotContain("session:" + client);
    }

    @Test
    void bury_pastTheLettersKept_countsTheTrimmedOnes() {
        for (int i = 0; i < 300; i++) {
            farm.plain().xadd(farm.keys().deadLetters(), Map.of("x", Integer.toString(i)));
        }
        var keys = farm.keys();
        String[] names = {keys.partition(1), keys.in(1), keys.deadLetters(), keys.cell()};
        var last = entry(2);

        long status = farm.integer(
                "bury_event",
                names,
                "w1",
                lease.epoch(),
                last.getId(),
                "gw1:1:3",
                3,
                "",
                "",
                last.getId(),
                "failed",
                1,
                100);

        assertThat(status).isEqualTo(1);
        long left = farm.plain().xlen(keys.deadLetters());
        assertThat(left).isBetween(100L, 200L);
        assertThat(farm.plain().hget(keys.cell(), "letters-trimmed")).isEqualTo(Long.toString(301 - left));
    }

    @Test
    void bury_belowTheLettersKept_countsNoneAsTrimmed() {
        bury(commitAt(lease, "w1", entry(2), 3), entry(2));

        assertThat(farm.plain().hget(farm.keys().cell(), "letters-trimmed")).isNull();
    }

    @Test
    void sweptClose_whenCommitted_isNamedByGatewayAndClient() {
        String lost = farm.newClient(1);
        farm.register("gw2");
        farm.append("gw2", 1, 1, opened(lost, "gw2"));
        farm.loseGateway("gw2");
        var close = entry(4);

        assertThat(close.getBody()).containsEntry("origin", "gw2:" + lost);
        assertThat(commit(commitAt(lease, "w1", close, 5, List.of(), List.of(lost))))
                .isEqualTo(Commit.Outcome.STORED);
        assertThat(farm.keyNames()).doesNotContain("session:" + lost);
    }
}

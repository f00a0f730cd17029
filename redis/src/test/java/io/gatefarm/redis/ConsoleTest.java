package io.gatefarm.redis;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.lease.WorkerCounts;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XAddArgs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the console's functions show of a farm, and what they change. */
@Timeout(30)
class ConsoleTest {
    private static final String GATEWAY = "gw1";
    private static final String WORKER = "w1";

    @RegisterExtension
    static final TestFarm farm = new TestFarm();

    private Console console;

    @BeforeEach
    void start() {
        farm.register(GATEWAY);
        console = new Console(farm);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    @Test
    void client_connected_isShownWithAllThatIsKnown() {
        String client = farm.open(GATEWAY, 4);
        get(farm.directory().joinGroup(client, "room:1"));
        get(farm.directory().joinGroup(client, "hall"));
        get(farm.directory().bindUid(client, "42"));
        get(farm.directory().writeSession(client, 0, "{\"name\":\"Anna\"}"));

        assertThat(console.lines("client", client))
                .containsExactly(
                        "client     " + client,
                        "gateway    gw1 (up, host)",
                        "partition  4",
                        "from       127.0.0.1:40000",
                        "since      2026-11-22 06:43:30 UTC",
                        "uid        42",
                        "groups     hall room:1",
                        "session    {\"name\":\"Anna\"}");
        String line = client + "  42   gw1      127.0.0.1:40000  2026-11-22 06:43:30 UTC  hall room:1";
        String heading = "CLIENT               UID  GATEWAY  FROM             SINCE                    GROUPS";
        assertThat(console.lines("uid", "42")).containsExactly("clients: 1", heading, line);
        assertThat(console.lines("group", "hall")).containsExactly("members: 1", heading, line);
        assertThat(console.lines("clients")).containsExactly(heading, line);
        assertThat(console.lines("groups")).containsExactly("MEMBERS  GROUP", "      1  hall", "      1  room:1");
    }

    @Test
    void client_unknown_isSaid() {
        assertThat(console.lines("client", "nobody")).containsExactly("nobody is not connected");
        assertThat(console.lines("uid", "42"))
                .containsExactly("clients: 0", "CLIENT  UID  GATEWAY  FROM  SINCE  GROUPS");
    }

    @Test
    void lists_ofMany_showAsManyAsWanted() {
        for (int i = 0; i < 30; i++) {
            String client = farm.open(GATEWAY, 4);
            get(farm.directory().joinGroup(client, "room"));
            get(farm.directory().bindUid(client, "42"));
            get(farm.directory().joinGroup(farm.open(GATEWAY, 4), "room " + i));
        }

        assertThat(console.lines("group", "room")).hasSize(22).startsWith("members: 30");
        assertThat(console.lines("group", "room", "5")).hasSize(7);
        assertThat(console.lines("group", "room", "100")).hasSize(32);
        assertThat(console.lines("uid", "42")).hasSize(22).startsWith("clients: 30");
        assertThat(console.lines("uid", "42", "5")).hasSize(7);
        assertThat(console.lines("groups")).hasSize(21);
        assertThat(console.lines("groups", "100")).hasSize(32);
    }

    @Test
    void list_limitThatMakesNoSense_isRefusedWithIt() {
        for (String limit : List.of("all", "nan", "0", "10001", "-inf", "0.9", "")) {
            assertRefuses("LIMIT is 1 to 10000 but is \"" + limit + "\"", "group", "room", limit);
        }
        assertRefuses(
                "LIMIT is 1 to 10000 but is \"a?b??" + "x".repeat(75) + "\"",
                "uid",
                "42",
                "a\nb\u00e9" + "x".repeat(99));
    }

    /** UTF-8 has up to four bytes for one character on the screen. */
    @Test
    void columns_ofNamesThatAreNotAscii_standBelowEachOther() {
        get(farm.directory().bindUid(farm.open(GATEWAY, 4), "J\u00f6rg"));
        get(farm.directory().bindUid(farm.open(GATEWAY, 4), "Anna"));

        List<String> lines = console.lines("clients");

        assertThat(lines).hasSize(3).allMatch(line -> line.indexOf("GATEWAY") == 27 || line.indexOf(GATEWAY) == 27);
    }

    @Test
    void farm_atWork_isShownWithLoadAndLag() {
        String client = farm.open(GATEWAY, 4);
        farm.tell(TestFarm.received(client, GATEWAY, "hi"));
        get(farm.gateways().beat(GATEWAY, TestFarm.LEASE, new GatewayCounts(1, 3, 2, 10, 640, 20, 900)));
        get(farm.partitions().describe(WORKER, Map.of("name", "worker", "host", "app-1", "pid", "42")));
        get(farm.partitions().renew(WORKER, TestFarm.LEASE, new WorkerCounts(7, 1), Map.of()));
        var lease = farm.acquire(4, WORKER);
        var first = farm.entries(4).get(0);
        get(farm.inbound().commit(TestFarm.commitAt(lease, WORKER, first, 1, List.of(first.getId()), List.of())));

        assertThat(console.lines("gateways"))
                .first()
                .isEqualTo("GATEWAY  STATE  HOST  CLIENTS  OPENED  CLOSED  IN  OUT   LEASE");
        assertThat(console.lines("gateways").get(1))
                .matches("gw1      up     host        1       3       2  10   20 +\\d+\\.\\d s");
        assertThat(console.lines("workers").get(1)).matches("w1 +worker +app-1 +42 +1 +7 +1 +\\d+\\.\\d s");
        assertThat(console.lines("partitions")).hasSize(9).contains("        4  w1       1           1");
        assertThat(console.lines("status"))
                .containsExactly(
                        "APP           " + farm.keys().app(),
                        "clients       1",
                        "groups        0",
                        "uids          0",
                        "gateways      1, being swept: 0",
                        "workers       1",
                        "partitions    8, without an owner: 7",
                        "lag           1, unfinished: 1",
                        "dead letters  0");
    }

    @Test
    void partitions_leaseRunOut_haveNoOwnerThoughItIsNamed() {
        farm.acquire(4, WORKER);
        farm.plain().hset(farm.keys().partition(4), "until", "1");
        farm.plain().zadd(farm.keys().workers(), 1, WORKER);

        assertThat(console.lines("partitions")).hasSize(9).contains("        4  -        0           0");
        assertThat(console.lines("status")).contains("partitions    8, without an owner: 8", "workers       0");
        assertThat(console.lines("workers").get(1)).matches("w1 .* 0 .* 0\\.0 s");
        assertThat(farm.plain().hget(farm.keys().partition(4), "owner")).isEqualTo(WORKER);
    }

    @Test
    void letters_kept_areShownAndReplayed() {
        String client = farm.newClient(5);
        String id = bury(client, "*", "Oops:\nno");

        assertThat(console.lines("letters").get(1))
                .matches(id + "  [0-9-]{10} [0-9:]{8} UTC  " + client + "  message      3  Oops: no");
        assertThat(console.number("replay_letter", id)).isEqualTo(1);
        assertThat(console.number("replay_letter", id)).isZero();
        assertThat(console.lines("letters")).hasSize(1);
        assertThat(farm.entries(5).get(0).getBody())
                .containsEntry("origin", "letter:" + id)
                .containsEntry("data", "x");
    }

    @Test
    void letters_moreThanWanted_areTheNewest() {
        String client = farm.newClient(5);
        for (int i = 1; i <= 30; i++) {
            bury(client, "7-" + i, "no " + i);
        }

        assertThat(console.lines("letters")).hasSize(21).element(1).asString().startsWith("7-30 ");
        assertThat(console.lines("letters", "2")).hasSize(3).last().asString().startsWith("7-29 ");
    }

    /** Redis takes a number alone for a whole millisecond when it looks, for its first id when it deletes. */
    @Test
    void replay_idWithoutItsSecondNumber_isRefusedAndChangesNothing() {
        String id = bury(farm.newClient(5), "1795347224881-1", "no");

        for (String part : List.of("1795347224881", "-", "+", "1795347224881-", "(" + id)) {
            assertRefuses("LETTER is an id such as 1795347224881-0 but is \"" + part + "\"", "replay_letter", part);
        }
        assertThat(farm.entries(5)).isEmpty();

        assertThat(console.number("replay_letter", "0" + id)).isEqualTo(1);
        assertThat(console.lines("letters")).hasSize(1);
        assertThat(farm.entries(5)).hasSize(1);
    }

    private String bury(String client, String id, String reason) {
        String header = "{\"event\":\"message\",\"client\":\"" + client + "\",\"gateway\":\"gw1\",\"time\":1}";
        Map<String, String> letter =
                Map.of("origin", "gw1:5:1", "header", header, "data", "x", "tries", "3", "reason", reason);
        return farm.plain().xadd(farm.keys().deadLetters(), new XAddArgs().id(id), letter);
    }

    private void assertRefuses(String why, String function, Object... arguments) {
        assertThatThrownBy(() -> console.number(function, arguments))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR " + why);
    }

    @Test
    void drain_gateway_isToldWithItsNextBeat() {
        assertThat(console.number("drain_gateway", GATEWAY)).isEqualTo(1);
        assertThat(get(farm.gateways().beat(GATEWAY, TestFarm.LEASE, GatewayCounts.NONE))
                        .wanted())
                .isEqualTo(Wanted.STOP);
        assertThat(console.number("drain_gateway", "gw9")).isZero();
        farm.loseGateway(GATEWAY);
        assertThat(console.number("drain_gateway", GATEWAY)).isEqualTo(-1);
    }

    @Test
    void anyFunction_appThatIsNotThere_isRefused() {
        farm.plain().del(farm.keys().meta());

        assertThatThrownBy(() -> console.lines("status"))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessage("ERR no app \"" + farm.keys().app() + "\" on this Redis");
    }
}

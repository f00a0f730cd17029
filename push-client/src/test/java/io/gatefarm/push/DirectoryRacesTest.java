package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.testing.TestGateway;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several callers change the same few clients at once, so nobody can say who wins; but what the gateways were told, what the
 * clients have and what the groups and uids list must then be one and the same. {@code -Dgatefarm.races.seed=42} begins with that
 * seed, {@code -Dgatefarm.races.seeds=100} runs so many.
 */
@Tag("one-jdk")
@Timeout(60)
final class DirectoryRacesTest {
    private static final int CALLERS = 4;
    private static final int CLIENTS = 24;
    private static final int ROUNDS = 4;
    private static final int CHANGES = 400;
    private static final List<String> NAMES = List.of("plain", " ", "{a}:b", "gateway", "😀 \"q\" \\", "n".repeat(256));

    @RegisterExtension
    final Farm farm = new Farm();

    private final List<TestGateway> gateways = new ArrayList<>();
    private final List<GatewayClient> pushes = new ArrayList<>();
    /** The gateway of each client, those that have gone included; changed by one thread at a time. */
    private final Map<String, TestGateway> gatewayOf = new TreeMap<>();

    private final Set<String> online = new TreeSet<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);

    static LongStream seeds() {
        long first = Long.getLong("gatefarm.races.seed", 1);
        return LongStream.range(first, first + Integer.getInteger("gatefarm.races.seeds", 2));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        pushes.stream().skip(1).forEach(GatewayClient::close); // the first ones are the farm's
        gateways.stream().skip(1).forEach(TestGateway::close);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void directory_callersRaceForTheSameClients_saysTheSameEverywhere(long seed) throws Exception {
        var random = new Random(seed);
        gateways.addAll(List.of(farm.gateway(), new TestGateway(farm.redis())));
        pushes.add(farm.client());
        while (pushes.size() < CALLERS - 1) {
            pushes.add(farm.anotherClient());
        }
        for (int round = 0; round < ROUNDS; round++) {
            open(random);
            race(random.nextLong());
            check("seed " + seed + ", round " + round);
        }
        for (String client : List.copyOf(online)) {
            close(client);
        }
        check("seed " + seed + ", all closed");
        assertThat(keysButOf("cell", "gateways", "gateway:", "appended:", "partition:", "in:", "session:"))
                .isEmpty();
    }

    private void open(Random random) {
        while (online.size() < CLIENTS) {
            TestGateway gateway = gateways.get(random.nextInt(gateways.size()));
            String client = gateway.connect();
            gatewayOf.put(client, gateway);
            online.add(client);
        }
    }

    private void close(String client) {
        gatewayOf.get(client).disconnect(client);
        online.remove(client);
    }

    /** Every caller changes any client; meanwhile some of them close. */
    private void race(long seed) throws Exception {
        List<String> clients = List.copyOf(online);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            var random = new Random(seed + i);
            Gateway push = pushes.get(i % pushes.size());
            running.add(threads.submit(() -> change(push, clients, random)));
        }
        running.add(threads.submit(() -> clients.stream().limit(CLIENTS / 4).forEach(this::close)));
        for (Future<?> one : running) {
            one.get();
        }
    }

    private static void change(Gateway push, List<String> clients, Random random) {
        List<CompletionStage<?>> changes = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            String client = clients.get(random.nextInt(clients.size()));
            String name = NAMES.get(random.nextInt(NAMES.size()));
            changes.add(
                    switch (random.nextInt(12)) {
                        case 0, 1, 2, 3 -> push.joinGroup(client, name);
                        case 4, 5 -> push.leaveGroup(client, name);
                        case 6, 7, 8, 9 -> push.bindUid(client, name);
                        case 10 -> push.unbindUid(client);
                        default -> push.ungroup(name);
                    });
        }
        changes.forEach(Farm::answer);
    }

    private void check(String where) {
        Gateway push = farm.client();
        Map<String, Set<String>> membersOf = new TreeMap<>();
        Map<String, Set<String>> clientsOf = new TreeMap<>();
        NAMES.forEach(name -> {
            membersOf.put(name, new TreeSet<>());
            clientsOf.put(name, new TreeSet<>());
        });
        Map<String, Told> told = told(where);
        for (String client : gatewayOf.keySet()) {
            boolean isOnline = online.contains(client);
            assertThat(push.isOnline(client)).as(where).isEqualTo(isOnline);
            Set<String> groups = push.groupsOf(client);
            if (isOnline) {
                Told byFrames = told.getOrDefault(client, new Told());
                String uid = push.uidOf(client).orElse("");
                assertThat(byFrames.groups)
                        .as("%s: groups of %s", where, client)
                        .isEqualTo(groups);
                assertThat(byFrames.uid).as("%s: uid of %s", where, client).isEqualTo(uid);
                groups.forEach(group -> membersOf.get(group).add(client));
                if (!uid.isEmpty()) {
                    clientsOf.get(uid).add(client);
                }
            } else {
                assertThat(groups)
                        .as("%s: groups of %s, which has gone", where, client)
                        .isEmpty();
            }
        }
        membersOf.forEach((group, members) -> {
            assertThat(push.clientIdsOfGroup(group).items()).as(where).containsExactlyInAnyOrderElementsOf(members);
            assertThat(push.countClients(group)).as(where).isEqualTo(members.size());
            assertThat(answer(push.sendToGroup(group, "to " + group)).clients())
                    .as("%s: members by gateway", where)
                    .isEqualTo(members.size());
        });
        clientsOf.forEach((uid, clients) ->
                assertThat(push.clientIdsOfUid(uid)).as(where).containsExactlyInAnyOrderElementsOf(clients));
        assertThat(push.groups().items()).as(where).containsExactlyInAnyOrderElementsOf(notEmpty(membersOf));
        assertThat(push.uids().items()).as(where).containsExactlyInAnyOrderElementsOf(notEmpty(clientsOf));
        assertThat(push.clientIds().items()).as(where).containsExactlyInAnyOrderElementsOf(online);
        assertThat(push.countClients()).as(where).isEqualTo(online.size());
    }

    private static Set<String> notEmpty(Map<String, Set<String>> lists) {
        Set<String> names = new HashSet<>(lists.keySet());
        names.removeIf(name -> lists.get(name).isEmpty());
        return names;
    }

    /** What a gateway knows of a client from the frames that it got. */
    private static final class Told {
        private final Set<String> groups = new HashSet<>();
        private String uid = "";
        private long version;

        void next(long nextVersion) {
            assertThat(nextVersion).as("version after " + version).isEqualTo(version + 1);
            version = nextVersion;
        }
    }

    private Map<String, Told> told(String marker) {
        answer(farm.client().sendToAll(marker));
        Map<String, Told> told = new TreeMap<>();
        for (TestGateway gateway : gateways) {
            gateway.awaitText(marker);
            gateway.frames().forEach(frame -> tell(told, frame));
        }
        return told;
    }

    private static void tell(Map<String, Told> told, Frame frame) {
        if (frame instanceof Frame.Join join) {
            Told client = client(told, join.clientId(), join.version());
            assertThat(client.groups.add(join.group()))
                    .as("told of a new group")
                    .isTrue();
        } else if (frame instanceof Frame.Leave leave) {
            Told client = client(told, leave.clientId(), leave.version());
            assertThat(client.groups.remove(leave.group()))
                    .as("told to leave a group that it was in")
                    .isTrue();
        } else if (frame instanceof Frame.Bind bind) {
            client(told, bind.clientId(), bind.version()).uid = bind.uid();
        } else if (frame instanceof Frame.Unbind unbind) {
            client(told, unbind.clientId(), unbind.version()).uid = "";
        }
    }

    private static Told client(Map<String, Told> told, String clientId, long version) {
        Told client = told.computeIfAbsent(clientId, id -> new Told());
        client.next(version);
        return client;
    }

    /** The app's keys, without its tag, whose names begin otherwise. */
    private List<String> keysButOf(String... beginnings) {
        String tag = farm.redis().keys().tag();
        List<?> keys = (List<?>) farm.raw().call("KEYS", tag + "*");
        return keys.stream()
                .map(key -> key.toString().substring(tag.length()))
                .filter(key -> List.of(beginnings).stream().noneMatch(key::startsWith))
                .toList();
    }
}

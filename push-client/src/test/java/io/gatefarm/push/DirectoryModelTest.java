package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.testing.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the directory in Redis against a plain model: five callers, two of them through one {@code Gateway}, make random calls
 * on three gateways, one of which dies; at quiet points every answer must be the model's, and at the end no key is left over.
 *
 * <p>{@code -Dgatefarm.model.seed=42} begins with that seed, {@code -Dgatefarm.model.seeds=100} runs so many. A seed decides the
 * calls; how the callers' calls interleave is chance.
 */
@Tag("one-jdk")
@Timeout(120)
final class DirectoryModelTest {
    private static final int CALLERS = 5;
    private static final int PARTITIONS = 8;
    private static final int COMMON_CLIENTS = 6;
    private static final int ROUNDS = 5;
    private static final int CALLS = 200;
    private static final int ROUND_OF_DEATH = 2;
    private static final int SWEPT_AT_ONCE = 3;
    private static final List<String> GROUPS = Common.groups(CALLERS);

    @RegisterExtension
    final Farm farm = new Farm();

    private final DirectoryModel model = new DirectoryModel();
    private final List<GatewayClient> pushes = new ArrayList<>();
    private final List<TestGateway> gateways = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void threeGatewaysAndFourPushClients() {
        gateways.add(farm.gateway());
        gateways.add(new TestGateway(farm.redis()));
        gateways.add(new TestGateway(farm.redis()));
        pushes.add(farm.client());
        for (int i = 1; i < CALLERS - 1; i++) {
            pushes.add(farm.anotherClient());
        }
    }

    @AfterEach
    void closeAll() {
        threads.shutdownNow();
        pushes.stream().skip(1).forEach(GatewayClient::close);
        gateways.stream().skip(1).forEach(TestGateway::close);
    }

    static LongStream seeds() {
        long first = Long.getLong("gatefarm.model.seed", 1);
        long count = Long.getLong("gatefarm.model.seeds", 3);
        return LongStream.range(first, first + count);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void directory_randomCallsOfSeveralCallers_answersAsTheModelAndLeavesNoKey(long seed) throws Exception {
        var random = new Random(seed);
        var common = new Common(model, new CopyOnWriteArrayList<>(gateways), commonClients());
        List<Caller> callers = IntStream.range(0, CALLERS)
                .mapToObj(i -> new Caller(
                        "seed " + seed, i, pushes.get(i % pushes.size()), common, new Random(random.nextLong())))
                .toList();
        try (var worker = new CommittingWorker("seed " + seed, farm.redis(), PARTITIONS)) {
            for (int round = 0; round < ROUNDS; round++) {
                if (round == ROUND_OF_DEATH) {
                    actWhileAGatewayIsSwept(common, callers);
                } else {
                    finish(start(callers));
                }
                compare(random, "seed " + seed + ", round " + round);
                changeAtAQuietPoint(random, callers, worker);
            }
            callers.forEach(Caller::closeAll);
            common.clients().forEach(clientId -> {
                gateways.get(0).disconnect(clientId);
                model.close(clientId);
            });
            compare(random, "seed " + seed + ", all closed");
            commit(worker);
            compare(random, "seed " + seed + ", all committed");
        }
        assertThat(model.closedClientIds()).isEmpty();
        assertThat(keyNames()).isEqualTo(namesThatStay());
        assertThat(farm.raw().text("HGET", farm.redis().keys().cell(), "clients"))
                .isEqualTo("0");
    }

    private List<String> commonClients() {
        TestGateway gateway = gateways.get(0);
        return IntStream.range(0, COMMON_CLIENTS)
                .mapToObj(i -> {
                    String clientId = gateway.connect();
                    model.open(clientId, gateway.id());
                    return clientId;
                })
                .toList();
    }

    private List<Future<?>> start(List<Caller> callers) {
        List<Future<?>> acting = new ArrayList<>();
        callers.forEach(caller -> acting.add(threads.submit(() -> caller.act(CALLS))));
        return acting;
    }

    private static void finish(List<Future<?>> acting) throws Exception {
        for (Future<?> one : acting) {
            one.get();
        }
    }

    private void actWhileAGatewayIsSwept(Common common, List<Caller> callers) throws Exception {
        String gatewayId = common.gateways().remove(2).id();
        GatewayLeases leases = farm.redis().gatewayLeases();
        assertThat(answer(leases.declareDead(gatewayId, ""))).isTrue();
        model.loseGateway(gatewayId);
        callers.forEach(caller -> caller.sweepBegins(gatewayId));

        List<Future<?>> acting = start(callers);
        Callable<Long> sweep = () -> {
            long left = 1;
            while (left > 0) {
                left = answer(leases.sweep(gatewayId, SWEPT_AT_ONCE));
            }
            return left;
        };
        assertThat(threads.submit(sweep).get()).isZero();
        finish(acting);
        callers.forEach(Caller::sweepEnds);
    }

    private void compare(Random random, String where) {
        GatewayClient push = pushes.get(random.nextInt(pushes.size()));
        new DirectoryComparison(model, push, random, where).run(GROUPS, Common.NAMES);
    }

    private void changeAtAQuietPoint(Random random, List<Caller> callers, CommittingWorker worker) {
        Caller caller = callers.get(random.nextInt(CALLERS));
        for (String group : Common.NAMES) {
            if (random.nextInt(4) == 0) {
                caller.ungroupCommon(group);
            }
        }
        if (random.nextBoolean()) {
            commit(worker);
        }
    }

    private void commit(CommittingWorker worker) {
        worker.commitAll();
        model.finish(worker.closed());
    }

    // ---- keys

    /** Every key of the app, those of the cell without the tag. */
    private Set<String> keyNames() {
        Keys keys = farm.redis().keys();
        Set<String> names = new TreeSet<>();
        for (Object key : (List<?>) farm.raw().call("KEYS", "{" + keys.app() + "*")) {
            String name = key.toString();
            names.add(name.startsWith(keys.tag()) ? name.substring(keys.tag().length()) : name);
        }
        return names;
    }

    /** Of clients, uids, groups and sessions: nothing. */
    private Set<String> namesThatStay() {
        Set<String> names = new TreeSet<>(Set.of("cell", "gateways"));
        gateways.forEach(gateway -> names.add("gateway:" + gateway.id())); // the dead one's for an hour
        gateways.subList(0, 2).forEach(gateway -> names.add("appended:" + gateway.id()));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            names.add("in:" + partition);
            names.add("partition:" + partition);
        }
        return names;
    }
}

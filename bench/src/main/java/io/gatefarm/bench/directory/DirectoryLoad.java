package io.gatefarm.bench.directory;

import com.google.gson.JsonObject;
import io.gatefarm.bench.farm.CallsUnderWay;
import io.gatefarm.bench.farm.SyntheticFarm;
import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.HdrHistogram.Histogram;

/** Fills a directory, weighs it, and asks it every question many times, one at a time. Owned by its caller. */
public final class DirectoryLoad {
    private static final int GROUP_SIZE = 100;
    private static final String LARGE = "large";
    private static final int PAGE = 500;
    private static final int UNDER_WAY = 5_000;

    private final DirectoryConfig config;
    private final SyntheticFarm farm;
    private final GatewayClient gateway;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, Histogram> latency = new LinkedHashMap<>();
    private List<String> clientIds = List.of();
    private long wrong;

    private DirectoryLoad(DirectoryConfig config, SyntheticFarm farm) {
        this.config = config;
        this.farm = farm;
        this.gateway = farm.pushClient();
    }

    /** One directory per number of gateways; returns the results by that number. */
    public static Map<Integer, DirectoryResult> run(DirectoryConfig config) {
        Map<Integer, DirectoryResult> results = new LinkedHashMap<>();
        for (int gateways : config.gateways()) {
            try (var farm = new SyntheticFarm(gateways)) {
                results.put(gateways, new DirectoryLoad(config, farm).run());
            }
        }
        return results;
    }

    private DirectoryResult run() {
        Map<String, Double> bytes = fill();
        askAll(); // the JIT's time, and Redis's
        latency.clear();
        askAll();
        return new DirectoryResult(bytes, latency, wrong);
    }

    private Map<String, Double> fill() {
        Map<String, Double> bytes = new LinkedHashMap<>();
        long empty = farm.usedMemory();
        clientIds = farm.open(config.clients());
        farm.deleteEvents();
        change(config.clients(), i -> gateway.bindUid(clientIds.get(i), uid(i)));
        change(config.clients(), i -> gateway.joinGroup(clientIds.get(i), group(i)));
        bytes.put("without session", perClient(empty));
        var session = new JsonObject();
        session.addProperty("name", "Ada");
        session.addProperty("room", 7);
        change(config.clients(), i -> gateway.setSession(clientIds.get(i), session));
        bytes.put("with a session of " + session.toString().length() + " bytes", perClient(empty));
        change(config.largeGroup(), i -> gateway.joinGroup(clientIds.get(i), LARGE));
        return bytes;
    }

    private static String uid(int client) {
        return "user-" + client;
    }

    private static String group(int client) {
        return "group-" + client / GROUP_SIZE;
    }

    private double perClient(long empty) {
        return (double) (farm.usedMemory() - empty) / config.clients();
    }

    private void change(int clients, Function<Integer, CompletionStage<?>> change) {
        var calls = new CallsUnderWay(UNDER_WAY);
        for (int i = 0; i < clients; i++) {
            calls.await();
            calls.made(change.apply(i), done -> true);
        }
        calls.settle();
        if (calls.wrong() > 0) {
            throw new LoadFailedException(calls.wrong() + " changes of the directory failed");
        }
    }

    private void askAll() {
        int clients = config.clients();
        int groups = (clients + GROUP_SIZE - 1) / GROUP_SIZE + 1;
        ask("isOnline", i -> gateway.isOnline(clientIds.get(i)));
        ask("isUidOnline", i -> gateway.isUidOnline(uid(i)));
        ask("uidOf", i -> gateway.uidOf(clientIds.get(i)).orElse("").equals(uid(i)));
        ask("groupsOf", i -> gateway.groupsOf(clientIds.get(i)).contains(group(i)));
        ask("session", i -> gateway.session(clientIds.get(i)).has("name"));
        ask("countClients", i -> gateway.countClients() == clients);
        ask("countClients of a group", i -> gateway.countClients(group(i)) > 0);
        ask("countClients of the large group", i -> gateway.countClients(LARGE) == config.largeGroup());
        ask("countUids", i -> gateway.countUids() == clients);
        ask("countGroups", i -> gateway.countGroups() == groups);
        page("clientIds", gateway::clientIds);
        page("uids", gateway::uids);
        page("groups", gateway::groups);
        page("sessions", gateway::sessions);
        page("clientIdsOfGroup, large", cursor -> gateway.clientIdsOfGroup(LARGE, cursor));
        page("uidsOfGroup, large", cursor -> gateway.uidsOfGroup(LARGE, cursor));
        page("sessionsOfGroup, large", cursor -> gateway.sessionsOfGroup(LARGE, cursor));
    }

    /** Asks about clients at random. */
    private void ask(String question, IntPredicate asked) {
        Histogram times = latency.computeIfAbsent(question, name -> new Histogram(3));
        for (int n = 0; n < config.questions(); n++) {
            int client = random.nextInt(clientIds.size());
            long startNs = System.nanoTime();
            boolean right = asked.test(client);
            times.recordValue(System.nanoTime() - startNs);
            wrong += right ? 0 : 1;
        }
    }

    /** Turns pages of about 500, from the first on and again. */
    private <T> void page(String question, Function<Cursor, Page<T>> listing) {
        Histogram times = latency.computeIfAbsent("page of " + question, name -> new Histogram(3));
        Cursor cursor = Cursor.start(PAGE);
        for (int n = 0; n < config.questions() / 10; n++) {
            long startNs = System.nanoTime();
            Page<T> page = listing.apply(cursor);
            times.recordValue(System.nanoTime() - startNs);
            wrong += page.items().isEmpty() && page.next().isPresent() ? 1 : 0;
            cursor = page.next().orElse(Cursor.start(PAGE));
        }
    }
}

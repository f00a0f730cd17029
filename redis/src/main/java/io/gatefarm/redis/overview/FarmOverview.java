package io.gatefarm.redis.overview;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.Listing;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Reads a farm for its operator. Thread-safe; stages fail with {@link
 * io.gatefarm.redis.connection.RedisUnavailableException} or {@link io.gatefarm.redis.connection.RedisRefusedException}.
 */
public final class FarmOverview {
    private static final String GROUP = "group:";

    private final Keys keys;
    private final RedisAsyncCommands<String, byte[]> commands;

    public FarmOverview(ScriptRunner scripts, Keys keys) {
        this.keys = keys;
        this.commands = scripts.commands();
    }

    /**
     * The farm as it is now: some ten reads, then one for each gateway, worker and partition, sent in three goes. A farm that was
     * never started reads as empty.
     */
    public CompletableFuture<FarmReading> read() {
        var time = ask(commands.time()).thenApply(FarmOverview::timeMs);
        var gatewayEnds = ask(commands.zrangeWithScores(keys.gateways(), 0, -1)).thenApply(FarmOverview::ends);
        var swept = ask(commands.smembers(keys.deadGateways())).thenApply(FarmOverview::texts);
        var workerEnds = ask(commands.zrangeWithScores(keys.workers(), 0, -1)).thenApply(FarmOverview::ends);
        var partitions = ask(commands.hget(keys.meta(), "partitions"))
                .thenApply(number -> number == null ? 0 : Integer.parseInt(text(number)))
                .thenCombine(time, (number, nowMs) -> partitions(number, nowMs))
                .thenCompose(Function.identity());
        var clients = ask(commands.hget(keys.cell(), "clients"))
                .thenApply(number -> number == null ? 0L : Long.parseLong(text(number)));
        var groups = ask(commands.scard(keys.groups()));
        var uids = ask(commands.scard(keys.uids()));
        var letters = deadLetters();
        var gateways = gatewayEnds.thenCombine(swept, FarmOverview::withSwept).thenCompose(this::gateways);
        var workers =
                workerEnds.thenCombine(partitions, FarmOverview::withOwners).thenCompose(this::workers);
        return CompletableFuture.allOf(time, clients, groups, uids, letters, gateways, workers, partitions)
                .thenApply(done -> new FarmReading(
                        keys.app(),
                        time.join(),
                        clients.join(),
                        groups.join(),
                        uids.join(),
                        letters.join(),
                        gateways.join(),
                        workers.join(),
                        partitions.join()));
    }

    private static Map<String, Long> withSwept(Map<String, Long> ends, Collection<String> swept) {
        swept.forEach(id -> ends.putIfAbsent(id, 0L));
        return ends;
    }

    /** A worker on its way out is off the list, but owns its partitions until it has given them back. */
    private static Map<String, Long> withOwners(Map<String, Long> ends, List<PartitionReading> partitions) {
        partitions.stream()
                .map(PartitionReading::owner)
                .filter(owner -> !owner.isEmpty())
                .forEach(owner -> ends.putIfAbsent(owner, 0L));
        return ends;
    }

    private CompletableFuture<List<GatewayReading>> gateways(Map<String, Long> ends) {
        return all(
                ends.keySet(), id -> hash(keys.gateway(id)).thenApply(f -> gateway(id, ends.getOrDefault(id, 0L), f)));
    }

    private static GatewayReading gateway(String id, long leaseEndMs, Fields fields) {
        var counts = new GatewayCounts(
                (int) fields.number("clients"),
                fields.number("opened"),
                fields.number("closed"),
                fields.number("messages-in"),
                fields.number("bytes-in"),
                fields.number("messages-out"),
                fields.number("bytes-out"));
        String state = fields.isEmpty() ? "dead" : fields.text("state");
        return new GatewayReading(id, fields.text("host"), state, leaseEndMs, counts);
    }

    private CompletableFuture<List<WorkerReading>> workers(Map<String, Long> ends) {
        return all(ends.keySet(), id -> hash(keys.worker(id)).thenApply(f -> worker(id, ends.getOrDefault(id, 0L), f)));
    }

    private static WorkerReading worker(String id, long leaseEndMs, Fields fields) {
        var counts = new WorkerCounts(fields.number("handled"), fields.number("failed"));
        return new WorkerReading(
                id,
                fields.text("name"),
                fields.text("host"),
                fields.text("pid"),
                fields.text("started"),
                leaseEndMs,
                counts);
    }

    private CompletableFuture<List<PartitionReading>> partitions(int number, long nowMs) {
        return all(numbers(number), p -> hash(keys.partition(p)).thenApply(fields -> partition(p, fields, nowMs)));
    }

    private static PartitionReading partition(int number, Fields fields, long nowMs) {
        String unfinished = fields.text("unfinished");
        return new PartitionReading(
                number,
                isOwned(fields, nowMs) ? fields.text("owner") : "",
                fields.number("appended") - fields.number("read"),
                unfinished.isEmpty() ? 0 : unfinished.split(",", -1).length);
    }

    /**
     * How far behind the streams are and whether somebody owns them, in order; one read of four fields per partition, sent in one
     * go.
     */
    public CompletableFuture<List<StreamReading>> streams(int partitions) {
        var now = ask(commands.time()).thenApply(FarmOverview::timeMs);
        return all(numbers(partitions), this::streamFields)
                .thenCombine(
                        now,
                        (streams, nowMs) -> IntStream.range(0, partitions)
                                .mapToObj(p -> stream(p, streams.get(p), nowMs))
                                .toList());
    }

    private CompletableFuture<Fields> streamFields(int partition) {
        return ask(commands.hmget(keys.partition(partition), "owner", "until", "appended", "read"))
                .thenApply(Fields::of);
    }

    private static StreamReading stream(int number, Fields fields, long nowMs) {
        return new StreamReading(number, isOwned(fields, nowMs), fields.number("appended") - fields.number("read"));
    }

    /** A worker that was killed stays named after its lease has run out. */
    private static boolean isOwned(Fields fields, long nowMs) {
        return !fields.text("owner").isEmpty() && fields.number("until") > nowMs;
    }

    /** How many events stand in the dead letters; one read. */
    public CompletableFuture<Long> deadLetters() {
        return ask(commands.xlen(keys.deadLetters()));
    }

    private static List<Integer> numbers(int partitions) {
        return IntStream.range(0, partitions).boxed().toList();
    }

    /** True until a gateway has ended in order or was declared dead. */
    public CompletableFuture<Boolean> isGatewayAlive(String gatewayId) {
        return ask(commands.zscore(keys.gateways(), ScriptRunner.bytes(gatewayId)))
                .thenApply(score -> score != null);
    }

    /** True until a worker has ended in order or another has missed it. */
    public CompletableFuture<Boolean> isWorkerKnown(String workerId) {
        return ask(commands.exists(keys.worker(workerId))).thenApply(n -> n == 1);
    }

    /** Clients of a gateway, a page; positions as in {@link io.gatefarm.redis.directory.Listings}. */
    public CompletableFuture<Listing> clientIdsOfGateway(String gatewayId, String position, int limit) {
        var cursor = ScanCursor.of(position.isEmpty() ? "0" : position);
        return ask(commands.sscan(keys.gatewayClients(gatewayId), cursor, ScanArgs.Builder.limit(limit)))
                .thenApply(page -> new Listing(texts(page.getValues()), page.isFinished() ? "" : page.getCursor()));
    }

    /** What is known of clients, in the order given, without those that are gone; one read per client, sent in one go. */
    public CompletableFuture<List<ClientReading>> clients(Collection<String> clientIds) {
        return all(clientIds, id -> hash(keys.client(id)).thenApply(fields -> client(id, fields)))
                .thenApply(readings -> readings.stream()
                        .filter(reading -> !reading.gatewayId().isEmpty())
                        .toList());
    }

    private static ClientReading client(String id, Fields fields) {
        List<String> groups = fields.values().keySet().stream()
                .filter(field -> field.startsWith(GROUP))
                .map(field -> field.substring(GROUP.length()))
                .sorted()
                .toList();
        return new ClientReading(
                id, fields.text("uid"), fields.text("gateway"), fields.text("from"), fields.number("since"), groups);
    }

    private CompletableFuture<Fields> hash(String key) {
        return ask(commands.hgetall(key)).thenApply(Fields::new);
    }

    private static <K, T> CompletableFuture<List<T>> all(
            Collection<K> names, Function<K, CompletableFuture<T>> question) {
        List<CompletableFuture<T>> asked = names.stream().map(question).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }

    private static <T> CompletableFuture<T> ask(CompletionStage<T> stage) {
        return RedisFailures.translated(stage);
    }

    private static long timeMs(List<byte[]> time) {
        return Long.parseLong(text(time.get(0))) * 1000 + Long.parseLong(text(time.get(1))) / 1000;
    }

    private static Map<String, Long> ends(List<ScoredValue<byte[]>> members) {
        Map<String, Long> ends = new TreeMap<>();
        members.forEach(member -> ends.put(text(member.getValue()), (long) member.getScore()));
        return ends;
    }

    private static List<String> texts(Collection<byte[]> values) {
        return new ArrayList<>(
                new TreeSet<>(values.stream().map(FarmOverview::text).toList()));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}

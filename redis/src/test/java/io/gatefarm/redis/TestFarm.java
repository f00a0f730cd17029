package io.gatefarm.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.channel.OutboundChannel;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisConnector;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.GatewayRegistration;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptReply;
import io.gatefarm.redis.script.ScriptRunner;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.InboundStream;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.sync.RedisCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Redis per test class and on it, for each test, an app with a name of its own. Never flushes, for the Redis may be
 * shared: {@link #afterEach} deletes the app's keys. Owned by the test's thread.
 */
public final class TestFarm implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    public static final Duration LEASE = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long TIME_MS = 1_795_329_810_123L;
    private static final int LAG_LIMIT = 1000;

    private final SecureRandom random = new SecureRandom();
    private final ClientIds ids = new ClientIds(8, random);
    private final Map<String, Long> sequences = new HashMap<>();
    private RedisSource source;
    private RedisClient plainClient;
    private RedisCommands<String, String> plain;
    private RedisConnector connector;
    private ScriptRunner scripts;
    private FarmRedis redis;
    private InboundStream inbound;
    private Directory directory;
    private OutboundChannel outbound;
    private @Nullable GatewayLeases gateways;
    private @Nullable PartitionLeases partitions;

    @Override
    public void beforeAll(ExtensionContext context) {
        source = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
        plainClient = RedisClient.create(source.uri());
        plain = plainClient.connect().sync();
        connector = RedisConnector.create(config());
        scripts = ScriptRunner.open(connector, () -> {});
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        redis = FarmRedis.open(config(), "test-" + ClientIds.randomName(random));
        inbound = redis.inbound();
        directory = redis.directory();
        outbound = redis.outbound();
        gateways = null;
        partitions = null;
        sequences.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        redis.close();
        keyNames().forEach(name -> plain.del(keys().tag() + name));
        plain.del(keys().meta());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        connector.close();
        plainClient.shutdown(Duration.ZERO, PATIENCE);
        source.close();
    }

    /** The stage's value, waited for. */
    public static <T> T get(CompletionStage<T> stage) {
        return RedisFailures.await(stage, PATIENCE);
    }

    public RedisConfig config() {
        return RedisConfig.of(source.uri());
    }

    public FarmRedis redis() {
        return redis;
    }

    public Keys keys() {
        return redis.keys();
    }

    /** Plain commands, for assertions and for what others do to the data. */
    public RedisCommands<String, String> plain() {
        return plain;
    }

    public InboundStream inbound() {
        return inbound;
    }

    public Directory directory() {
        return directory;
    }

    public OutboundChannel outbound() {
        return outbound;
    }

    public GatewayLeases gateways() {
        if (gateways == null) {
            gateways = redis.gatewayLeases();
        }
        return gateways;
    }

    public PartitionLeases partitions() {
        if (partitions == null) {
            partitions = redis.partitionLeases();
        }
        return partitions;
    }

    /** Calls a script that returns a list, with arguments that no typed class gives it. */
    public ScriptReply list(String script, String[] names, Object... arguments) {
        return get(scripts.list(LuaScript.named(script), names, bytes(arguments)));
    }

    /** Calls a script that returns an integer, with arguments that no typed class gives it. */
    public long integer(String script, String[] names, Object... arguments) {
        return get(scripts.integer(LuaScript.named(script), names, bytes(arguments)));
    }

    private static byte[][] bytes(Object... arguments) {
        return Arrays.stream(arguments)
                .map(a -> ScriptRunner.bytes(a.toString()))
                .toArray(byte[][]::new);
    }

    /** Every key of the app's cell, without the tag. */
    public SortedSet<String> keyNames() {
        String tag = keys().tag();
        var names = new TreeSet<String>();
        ScanIterator.scan(plain, ScanArgs.Builder.matches(tag + "*").limit(1000))
                .forEachRemaining(key -> names.add(key.substring(tag.length())));
        return names;
    }

    /** A client id of that partition. */
    public String newClient(int partition) {
        return Stream.generate(ids::next)
                .filter(id -> ClientIds.partitionOf(id) == partition)
                .findFirst()
                .orElseThrow();
    }

    public static ClientEvent.Opened opened(String client, String gateway) {
        return new ClientEvent.Opened(
                client, gateway, TIME_MS, new Handshake("/chat", "", Map.of(), "", "127.0.0.1", 40_000));
    }

    public static ClientEvent.Received received(String client, String gateway, String text) {
        return new ClientEvent.Received(client, gateway, TIME_MS, Message.text(text));
    }

    public static ClientEvent.Closed closed(String client, String gateway) {
        return new ClientEvent.Closed(client, gateway, TIME_MS, new CloseReason(1000, "bye"));
    }

    public void register(String... gatewayIds) {
        for (String id : gatewayIds) {
            var registration = get(gateways().register(id, LEASE, "instance-" + id, "host", 8));
            assertThat(registration.status()).isEqualTo(GatewayRegistration.Status.OK);
        }
    }

    public AppendReply append(String gateway, int partition, long firstSequence, ClientEvent... events) {
        return get(inbound.append(new AppendBatch(gateway, partition, firstSequence, 1, LAG_LIMIT, List.of(events))));
    }

    /** Appends events of one partition with the gateway's next sequences. */
    public void tell(ClientEvent... events) {
        String gateway = events[0].gatewayId();
        int partition = ClientIds.partitionOf(events[0].clientId());
        long last = sequences.merge(gateway + ":" + partition, (long) events.length, Long::sum);
        var reply = append(gateway, partition, last - events.length + 1, events);
        assertThat(reply.status()).isEqualTo(AppendReply.Status.OK);
        assertThat(reply.lastSequence()).isEqualTo(last);
    }

    /** A new client of that gateway. */
    public String open(String gateway, int partition) {
        String client = newClient(partition);
        tell(opened(client, gateway));
        return client;
    }

    /** The gateway's last breath: declared dead and swept. */
    public void loseGateway(String gateway) {
        assertThat(get(gateways().declareDead(gateway, ""))).isTrue();
        while (get(gateways().sweep(gateway, 100)) > 0) {
            // sweeps on
        }
    }

    /** The partition's stream as it stands. */
    public List<StreamMessage<String, String>> entries(int partition) {
        return plain.xrange(keys().in(partition), Range.unbounded());
    }

    public PartitionLease acquire(int partition, String worker) {
        return get(partitions().acquire(partition, worker, LEASE, "")).orElseThrow();
    }

    /** A commit that stands at the entry, with nothing unfinished. */
    public static Commit commitAt(PartitionLease lease, String worker, StreamMessage<String, String> entry, long read) {
        return commitAt(lease, worker, entry, read, List.of(), List.of());
    }

    public static Commit commitAt(
            PartitionLease lease,
            String worker,
            StreamMessage<String, String> entry,
            long read,
            List<String> unfinished,
            List<String> closed) {
        String origin = entry.getBody().get("origin");
        return new Commit(
                lease.partition(), worker, lease.epoch(), entry.getId(), origin, read, unfinished, List.of(), closed);
    }
}

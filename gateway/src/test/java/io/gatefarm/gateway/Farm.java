package io.gatefarm.gateway;

import io.gatefarm.gateway.config.GatewayConfig;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.InboundReader;
import io.gatefarm.redis.stream.StreamEntry;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** An app of its own on the tests' Redis, seen from the workers' side: what gateways append, and what is sent to them. */
final class Farm implements AutoCloseable {
    static final RedisSource REDIS = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final String app = "test-" + ClientIds.randomName(new SecureRandom());
    final FarmRedis redis;
    private final String uri;
    private final InboundReader reader;
    private final Map<Integer, String> positions = new HashMap<>();
    private final List<StreamEntry> entries = new ArrayList<>();

    Farm() {
        this(REDIS.uri(), 0);
    }

    /** @param partitions 0 takes the default */
    Farm(String uri, int partitions) {
        this.uri = uri;
        this.redis = FarmRedis.open(RedisConfig.of(uri), app);
        this.reader = redis.inbound().reader(() -> {});
        watch(redis.partitions(partitions));
    }

    private void watch(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            positions.put(partition, "0-0");
        }
    }

    /** A config for this app on free ports. */
    GatewayConfig config() {
        var config = GatewayConfig.defaults(uri, app);
        return config.withListen(config.listen().withPorts(0, 0));
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer from Redis", e);
        }
    }

    /** Everything appended so far. */
    List<StreamEntry> read() {
        return readUntil(found -> true);
    }

    /** Reads the streams until what was found is enough. */
    List<StreamEntry> readUntil(Predicate<List<StreamEntry>> enough) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            for (StreamEntry entry : reader.read(positions, 1000, Duration.ofMillis(50))) {
                positions.put(entry.partition(), entry.id());
                entries.add(entry);
            }
            if (enough.test(entries)) {
                return List.copyOf(entries);
            }
        } while (System.nanoTime() < end);
        throw new AssertionError("not enough in the streams: " + entries.size() + " entries, last "
                + entries.subList(Math.max(0, entries.size() - 5), entries.size()));
    }

    /** Waits for the first client whose handshake has this path, and returns its id. */
    String clientId(String path) {
        var found = new ArrayList<String>();
        readUntil(all -> {
            found.clear();
            for (StreamEntry entry : all) {
                if (entry.event() instanceof ClientEvent.Opened opened
                        && opened.handshake().path().equals(path)) {
                    found.add(opened.clientId());
                }
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** The events of one client, once the last is its close. */
    List<ClientEvent> eventsUntilClosed(String clientId) {
        var events = new ArrayList<ClientEvent>();
        readUntil(all -> {
            events.clear();
            events.addAll(of(clientId, all));
            return !events.isEmpty() && events.get(events.size() - 1) instanceof ClientEvent.Closed;
        });
        return events;
    }

    /** The messages of one client, once there are so many. */
    List<Message> messages(String clientId, int count) {
        var messages = new ArrayList<Message>();
        readUntil(all -> {
            messages.clear();
            for (ClientEvent event : of(clientId, all)) {
                if (event instanceof ClientEvent.Received received) {
                    messages.add(received.message());
                }
            }
            return messages.size() >= count;
        });
        return messages;
    }

    /** The headers of a client's events as they stand in the stream. */
    List<String> headers(String clientId) {
        String stream = redis.keys().in(ClientIds.partitionOf(clientId));
        return commands(commands -> commands.xrange(stream, Range.unbounded())).stream()
                .map(entry -> entry.getBody().get("header"))
                .filter(header -> header.contains(clientId))
                .toList();
    }

    static List<ClientEvent> of(String clientId, List<StreamEntry> entries) {
        return entries.stream()
                .map(StreamEntry::event)
                .filter(event -> event.clientId().equals(clientId))
                .toList();
    }

    /** Sends frames to a gateway in one channel message. */
    void send(GatewayServer gateway, Frame... frames) {
        byte[] all = {};
        for (Frame frame : frames) {
            byte[] next = FrameCodec.encode(frame);
            int old = all.length;
            all = java.util.Arrays.copyOf(all, old + next.length);
            System.arraycopy(next, 0, all, old, next.length);
        }
        if (!await(redis.outbound().sendToGateway(gateway.id(), all))) {
            throw new AssertionError("gateway is gone");
        }
    }

    /** Runs plain Redis commands. */
    <T> T commands(Function<RedisCommands<String, String>, T> action) {
        var client = RedisClient.create(uri);
        try (var connection = client.connect()) {
            return action.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }

    @Override
    public void close() {
        reader.close();
        redis.close();
        commands(redis -> {
            var keys = redis.keys("{" + app + "*");
            return keys.isEmpty() ? 0L : redis.del(keys.toArray(String[]::new));
        });
    }
}

package io.gatefarm.redis.directory;

import static io.gatefarm.redis.TestFarm.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.AppendReply;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one client costs Redis: opened, with a uid of its own, in a group of 100, its events handled and trimmed. */
@Tag("one-jdk")
@Timeout(120)
class DirectorySizeTest {
    private static final int CLIENTS = 13_000;
    private static final int PARTITIONS = 8;
    private static final int GROUP = 100;
    /** Scripts under way at a time. */
    private static final int CALLS = 2_000;

    /** With the allocator that Redis is built with by default. */
    private static final int MOST_BYTES = 550;

    /** The bundled server is linked with libc's allocator, which rounds up to 16 bytes and keeps 8 of its own. */
    private static final int MOST_BYTES_WITH_LIBC = 565;

    @Test
    void client_withUidAndGroup_takesNoMoreThanPromised() {
        try (var server = LocalRedis.start();
                var client = RedisClient.create(server.uri());
                var connection = client.connect();
                var redis = FarmRedis.open(RedisConfig.of(server.uri()), "chat1")) {
            var plain = connection.sync();
            get(redis.gatewayLeases().register("bhs7k4f0ll0m9pbp", Duration.ofSeconds(10), "i", "host", PARTITIONS));
            long before = usedMemory(plain);

            List<String> ids = open(redis);
            settle(ids, redis);
            for (int p = 0; p < PARTITIONS; p++) {
                plain.del(redis.keys().in(p)); // as commits would have trimmed them
            }

            double bytes = (usedMemory(plain) - before) / (double) CLIENTS;
            assertThat(bytes).isBetween(200.0, mostBytes(plain));
        }
    }

    private static List<String> open(FarmRedis redis) {
        var ids = new ClientIds(PARTITIONS, new Random(1));
        var inbound = redis.inbound();
        List<String> all = new ArrayList<>();
        List<List<ClientEvent>> batches = new ArrayList<>();
        long[] sequences = new long[PARTITIONS];
        for (int p = 0; p < PARTITIONS; p++) {
            batches.add(new ArrayList<>());
        }
        for (int i = 0; i < CLIENTS; i++) {
            String id = ids.next();
            all.add(id);
            int p = ClientIds.partitionOf(id);
            batches.get(p).add(opened(id, i));
            if (batches.get(p).size() == AppendBatch.MAX_EVENTS || i >= CLIENTS - PARTITIONS) {
                List<ClientEvent> events = List.copyOf(batches.get(p));
                var batch = new AppendBatch("bhs7k4f0ll0m9pbp", p, sequences[p] + 1, 1, Integer.MAX_VALUE, events);
                assertThat(get(inbound.append(batch)).status()).isEqualTo(AppendReply.Status.OK);
                sequences[p] += events.size();
                batches.get(p).clear();
            }
        }
        return all;
    }

    private static ClientEvent opened(String id, int i) {
        String address = "198.51." + i % 200 + "." + i / 200 % 200;
        var handshake = new Handshake("/chat", "", Map.of(), "", address, 50_000 + i % 10_000);
        return new ClientEvent.Opened(id, "bhs7k4f0ll0m9pbp", 1_795_329_810_123L + i, handshake);
    }

    private static void settle(List<String> ids, FarmRedis redis) {
        var directory = redis.directory();
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            calls.add(directory.bindUid(ids.get(i), "u" + (100_000 + i)));
            calls.add(directory.joinGroup(ids.get(i), "g" + (1000 + i / GROUP)));
            if (calls.size() >= CALLS) {
                get(CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)));
                calls.clear();
            }
        }
        get(CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new)));
    }

    private static double mostBytes(RedisCommands<String, String> plain) {
        return plain.info("memory").contains("mem_allocator:jemalloc") ? MOST_BYTES : MOST_BYTES_WITH_LIBC;
    }

    /** Bytes of the data and of its hash tables: the buffers of connections come and go with the driver's timing. */
    private static long usedMemory(RedisCommands<String, String> plain) {
        String memory = plain.info("memory");
        return field("used_memory", memory)
                - field("mem_clients_normal", memory)
                - field("used_memory_scripts", memory);
    }

    private static long field(String name, String memory) {
        return memory.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}

package io.gatefarm.bench.farm;

import io.gatefarm.push.GatewayClient;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.key.ClientIds;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis, gateways without sockets whose clients exist in the directory alone, and a push client. The clients came there by the
 * events that a real gateway appends; nobody works those off. Owned by one thread.
 */
public final class SyntheticFarm implements AutoCloseable {
    private static final String APP = "bench";

    private final LocalRedis redis = LocalRedis.start();
    private final FarmRedis gatewaysRedis;
    private final List<SyntheticGateway> gateways = new ArrayList<>();
    private final GatewayClient pushClient;
    private final PlainRedis plain = new PlainRedis(redis.port());
    private final ClientIds clientIds = new ClientIds(FarmRedis.DEFAULT_PARTITIONS, new SecureRandom());

    /** Starts it; Redis is the one of the PATH, else the bundled one. */
    public SyntheticFarm(int gateways) {
        try {
            this.gatewaysRedis = FarmRedis.open(RedisConfig.of(redis.uri()), APP);
            for (int i = 0; i < gateways; i++) {
                this.gateways.add(new SyntheticGateway(gatewaysRedis, FarmRedis.DEFAULT_PARTITIONS));
            }
            this.pushClient = GatewayClient.connect(redis.uri(), APP);
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    /** Opens so many clients, dealt to the gateways in turn; returns their ids in that order. */
    public List<String> open(int clients) {
        List<String> all =
                IntStream.range(0, clients).mapToObj(i -> clientIds.next()).toList();
        for (int g = 0; g < gateways.size(); g++) {
            Map<Integer, List<String>> ofGateway = new HashMap<>();
            for (int i = g; i < clients; i += gateways.size()) {
                ofGateway
                        .computeIfAbsent(ClientIds.partitionOf(all.get(i)), partition -> new ArrayList<>())
                        .add(all.get(i));
            }
            ofGateway.forEach(gateways.get(g)::open);
        }
        return all;
    }

    /** Deletes the events that opening has left, which workers would have handled. */
    public void deleteEvents() {
        plain.call(IntStream.range(0, FarmRedis.DEFAULT_PARTITIONS)
                .mapToObj(gatewaysRedis.keys()::in)
                .collect(Collectors.joining(" ", "DEL ", "")));
    }

    /** The one under test, on a connection of its own. */
    public GatewayClient pushClient() {
        return pushClient;
    }

    /** Frames that have reached the gateways. */
    public long frames() {
        return gateways.stream().mapToLong(SyntheticGateway::frames).sum();
    }

    /** Bytes that Redis's data takes. */
    public long usedMemory() {
        return plain.usedMemory();
    }

    /** The processes by role, for measuring. */
    public Map<String, Long> pids() {
        return Map.of("redis", redis.pid());
    }

    @Override
    public void close() {
        pushClient.close();
        gateways.forEach(SyntheticGateway::close);
        gatewaysRedis.close();
        redis.close();
    }
}

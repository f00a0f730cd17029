package io.gatefarm.bench.simulation.wire;

import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisConnections;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl;
import java.util.Collection;
import java.util.List;

/** A process's connections: the driver's own objects, with a simulated link where the socket would be. */
final class SimulatedConnections implements RedisConnections {
    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private static final PushHandler NO_PUSHES = new PushHandler() {
        @Override
        public void addListener(PushListener listener) {}

        @Override
        public void removeListener(PushListener listener) {}

        @Override
        public Collection<PushListener> getPushListeners() {
            return List.of();
        }
    };

    private static int ids;

    private final SimulatedNetwork network;
    private final SimulatedProcess process;

    SimulatedConnections(SimulatedNetwork network, SimulatedProcess process) {
        this.network = network;
        this.process = process;
    }

    @Override
    public RedisConfig config() {
        return network.config();
    }

    @Override
    public StatefulRedisConnection<String, byte[]> commands(Runnable connected) {
        var link = new SimulatedLink(network, process, nextId(), connected);
        network.add(link);
        return new StatefulRedisConnectionImpl<>(
                link, NO_PUSHES, CODEC, network.config().commandTimeout());
    }

    private static synchronized int nextId() {
        return ++ids;
    }

    @Override
    public StatefulRedisPubSubConnection<String, byte[]> subscriber(Runnable connected) {
        var endpoint = new SubscriberEndpoint(ClientOptions.create(), SimulatedLink.RESOURCES);
        var link = new SubscriberLink(network, process, endpoint, connected);
        return new StatefulRedisPubSubConnectionImpl<>(
                endpoint, link, CODEC, network.config().commandTimeout());
    }

    @Override
    public void failed(Throwable failure) {} // there is no replica

    @Override
    public void close() {
        network.killed(process);
    }
}

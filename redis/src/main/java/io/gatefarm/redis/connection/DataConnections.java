package io.gatefarm.redis.connection;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The driver's open connections to Redis itself, without those to Sentinels, so that they can be closed when they lead to the
 * wrong server; the driver then looks for Redis anew. Thread-safe.
 */
final class DataConnections implements NettyCustomizer {
    private static final AttributeKey<Boolean> DATA = AttributeKey.valueOf(DataConnections.class, "data");

    private final ChannelGroup all = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    @Override
    public void afterChannelInitialized(Channel channel) {
        UnloggedEncoder.CUSTOMIZER.afterChannelInitialized(channel);
        all.add(channel);
    }

    /** Notes that at this address there is a Redis and no Sentinel. */
    void connected(SocketAddress address) {
        for (Channel channel : all) {
            if (address.equals(channel.remoteAddress())) {
                channel.attr(DATA).set(true);
            }
        }
    }

    /** Closes all and returns how many those were. */
    int closeAll() {
        return close(address -> true);
    }

    /** Closes those that do not lead to the master and returns how many those were. */
    int closeOthersThan(int masterPort, Set<InetAddress> masterAddresses) {
        return close(address -> address instanceof InetSocketAddress server
                && (server.getPort() != masterPort || !masterAddresses.contains(server.getAddress())));
    }

    private int close(Predicate<SocketAddress> wrong) {
        int closed = 0;
        for (Channel channel : all) {
            SocketAddress address = channel.remoteAddress();
            if (address != null && channel.hasAttr(DATA) && wrong.test(address)) {
                channel.close();
                closed++;
            }
        }
        return closed;
    }
}
